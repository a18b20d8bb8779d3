import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.AESWrapEngine;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.SICBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.bouncycastle.util.encoders.Hex;

/** Makes bouncy-castle.json: what a secret box, a hasher of recovery codes and a keyed digest make, without node:crypto. */
class BouncyCastleVectors {
  static byte[] sealingKey = sequence(0xc0, 32);
  static int next = 1;

  /** Bytes that anybody can write down: the first one, and each one more than the one before. */
  static byte[] sequence(int first, int size) {
    byte[] bytes = new byte[size];
    for (int at = 0; at < size; at += 1) bytes[at] = (byte) (first + at);
    return bytes;
  }

  /** What the library draws at random. */
  static byte[] drawn(int size) {
    byte[] bytes = sequence(next, size);
    next += 17;
    return bytes;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] concat(byte[]... all) {
    ByteBuffer buffer = ByteBuffer.allocate(Arrays.stream(all).mapToInt(each -> each.length).sum());
    for (byte[] each : all) buffer.put(each);
    return buffer.array();
  }

  static Digest hash(String cryptography) {
    return cryptography.equals("shangmi") ? new SM3Digest() : new SHA256Digest();
  }

  static byte[] derive(String cryptography, String purpose, int size) {
    HKDFBytesGenerator generator = new HKDFBytesGenerator(hash(cryptography));
    generator.init(new HKDFParameters(sealingKey, new byte[0], utf8("keepsake " + purpose + " v1")));
    byte[] key = new byte[size];
    generator.generateBytes(key, 0, size);
    return key;
  }

  static byte[] hmac(String cryptography, byte[] key, byte[]... parts) {
    HMac mac = new HMac(hash(cryptography));
    mac.init(new KeyParameter(key));
    for (byte[] part : parts) mac.update(part, 0, part.length);
    byte[] result = new byte[mac.getMacSize()];
    mac.doFinal(result, 0);
    return result;
  }

  /** Nonce, ciphertext and tag. */
  static byte[][] aesGcm(byte[] key, byte[] nonce, byte[] text, byte[] data) throws Exception {
    GCMBlockCipher cipher = new GCMBlockCipher(new AESEngine());
    cipher.init(true, new AEADParameters(new KeyParameter(key), 128, nonce, data));
    byte[] out = new byte[cipher.getOutputSize(text.length)];
    int done = cipher.processBytes(text, 0, text.length, out, 0);
    cipher.doFinal(out, done);
    int end = out.length - 16;
    return new byte[][] {nonce, Arrays.copyOf(out, end), Arrays.copyOfRange(out, end, out.length)};
  }

  /** Nonce, ciphertext and tag. The key is that of the MAC, 32 bytes, then that of the encryption, 16. */
  static byte[][] sm4CtrHmacSm3(byte[] key, byte[] nonce, byte[] text, byte[] data) {
    SICBlockCipher cipher = new SICBlockCipher(new SM4Engine());
    cipher.init(true, new ParametersWithIV(new KeyParameter(Arrays.copyOfRange(key, 32, 48)), nonce));
    byte[] ciphertext = new byte[text.length];
    cipher.processBytes(text, 0, text.length, ciphertext, 0);
    byte[] bits = ByteBuffer.allocate(8).putLong(data.length * 8L).array();
    byte[] tag = hmac("shangmi", Arrays.copyOf(key, 32), data, nonce, ciphertext, bits);
    return new byte[][] {nonce, ciphertext, tag};
  }

  static byte[] wrap(String cryptography, byte[] dataKey) {
    if (cryptography.equals("shangmi"))
      return concat(sm4CtrHmacSm3(derive(cryptography, "key encryption", 48), drawn(16), dataKey, new byte[0]));
    AESWrapEngine engine = new AESWrapEngine();
    engine.init(true, new KeyParameter(derive(cryptography, "key encryption", 32)));
    return engine.wrap(dataKey, 0, dataKey.length);
  }

  static String keyId(String cryptography) {
    return cryptography.equals("shangmi") ? "k1~sm4" : "k1";
  }

  static String envelope(String algorithm, String keyId, byte[]... parts) {
    List<String> texts = new ArrayList<>(List.of("v1", algorithm, keyId));
    for (byte[] part : parts) texts.add(Base64.getUrlEncoder().withoutPadding().encodeToString(part));
    return String.join(".", texts);
  }

  static String json(String text) {
    return text == null ? "null" : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  static String seal(String cryptography, String pool, String user, String field, String record, String text)
      throws Exception {
    boolean shangmi = cryptography.equals("shangmi");
    String algorithm = shangmi ? "sm4-ctr-hmac-sm3" : "aes-256-gcm";
    String data =
        "[\"v1\"," + json(algorithm) + "," + json(keyId(cryptography)) + "," + json(pool) + "," + json(user)
            + "," + json(field) + "," + json(record) + "]";
    byte[] dataKey = drawn(shangmi ? 48 : 32);
    byte[] wrapped = wrap(cryptography, dataKey);
    byte[][] parts =
        shangmi
            ? sm4CtrHmacSm3(dataKey, drawn(16), utf8(text), utf8(data))
            : aesGcm(dataKey, drawn(12), utf8(text), utf8(data));
    String sealed = envelope(algorithm, keyId(cryptography), wrapped, parts[0], parts[1], parts[2]);
    return "    { \"cryptography\": " + json(cryptography) + ", \"pool\": " + json(pool) + ", \"user\": "
        + json(user) + ", \"field\": " + json(field) + (record == null ? "" : ", \"record\": " + json(record))
        + ", \"text\": " + json(text) + ",\n      \"sealed\": " + json(sealed) + " }";
  }

  static String recoveryHash(String cryptography, String code) {
    byte[] key = drawn(32);
    byte[] wrapped = wrap(cryptography, key);
    String name = cryptography.equals("shangmi") ? "hmac-sm3" : "hmac-sha256";
    String hash = envelope(name, keyId(cryptography), wrapped, hmac(cryptography, key, utf8(code)));
    return "    { \"cryptography\": " + json(cryptography) + ", \"code\": " + json(code) + ",\n      \"hash\": "
        + json(hash) + " }";
  }

  static String digest(String cryptography, String text) {
    byte[] digest = hmac(cryptography, derive(cryptography, "keyed digest", 32), utf8(text));
    return "    { \"cryptography\": " + json(cryptography) + ", \"text\": " + json(text) + ", \"digest\": "
        + json(Hex.toHexString(digest)) + " }";
  }

  public static void main(String[] arguments) throws Exception {
    List<String> sealed = new ArrayList<>();
    List<String> hashes = new ArrayList<>();
    List<String> digests = new ArrayList<>();
    for (String cryptography : List.of("international", "shangmi")) {
      sealed.add(seal(cryptography, "pool", "user", "otp_secret", "authenticator", "JBSWY3DPEHPK3PXP"));
      sealed.add(seal(cryptography, "pool", "user", "password_reset", null, ""));
      sealed.add(seal(cryptography, "池\"", "用户\\", "notice_secret", "", "密码 🔑 of more than one block of the cipher"));
      hashes.add(recoveryHash(cryptography, "b4718ec0874a087fbccbcd54"));
      digests.add(digest(cryptography, "decoy somebody@example.com"));
    }
    System.out.println("{");
    System.out.println("  \"origin\": \"bouncy-castle.java beside this file, with libbcprov-java 1.72-2 of Debian\",");
    System.out.println("  \"command\": \"java -cp /usr/share/java/bcprov.jar bouncy-castle.java > bouncy-castle.json\",");
    System.out.println("  \"sealingKey\": { \"id\": \"k1\", \"hex\": " + json(Hex.toHexString(sealingKey)) + " },");
    System.out.println("  \"sealed\": [\n" + String.join(",\n", sealed) + "\n  ],");
    System.out.println("  \"recoveryCodes\": [\n" + String.join(",\n", hashes) + "\n  ],");
    System.out.println("  \"digests\": [\n" + String.join(",\n", digests) + "\n  ]");
    System.out.println("}");
  }
}
