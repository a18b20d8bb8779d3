// What a plan says of a source before anything is written. It is pure.

export { surveyRows, type RowSurvey, type SurveyedHashes, type SurveyedRow } from './survey-rows.ts'
export type {
  Duplicates,
  HashGroup,
  LostGroup,
  SignInPath,
  SourceReport,
  UnclearHashes,
} from './source-report.ts'
