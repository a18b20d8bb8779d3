export { checkInput } from './check-input.ts'
export { inputs, type Inputs } from './inputs.ts'
