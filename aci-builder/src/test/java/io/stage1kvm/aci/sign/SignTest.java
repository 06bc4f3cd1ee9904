package io.stage1kvm.aci.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.manifest.type.ACIdentifier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys and signatures as gpg wrote them, and ours.
class SignTest {
  private static final String BUILDER = "cab5dc83d8dc35433415216735eb7d135fb48f16";
  private static final String LOCKED = "27ef96408c2e1261915cc38efa8026c40c06a3e0";
  private static final ACIdentifier NAME = new ACIdentifier("example.com/team/app");

  @TempDir private Path dir;
  private Path hello;

  @BeforeEach
  void writeFile() throws IOException {
    hello = Files.writeString(dir.resolve("hello"), "hello");
  }

  private Path resource(String name) throws IOException {
    Path file = dir.resolve(name);
    try (InputStream in = SignTest.class.getResourceAsStream(name)) {
      Files.write(file, in.readAllBytes());
    }
    return file;
  }

  private SignatureVerifier verifier(String key) throws IOException {
    return new SignatureVerifier(TrustedKey.read(resource(key)));
  }

  @Test
  void verifiesWhatGpgSigned() throws IOException {
    SignatureVerifier verifier = verifier("gpg-public.asc");
    Signer signer = verifier.verify(hello, resource("hello.asc"));

    assertThat(signer.fingerprint()).isEqualTo(BUILDER);
    assertThat(signer.userId()).isEqualTo("Test Builder <builder@example.com>");
    assertThat(verifier.verify(hello, resource("hello.sig"))).isEqualTo(signer);
  }

  @Test
  void verifiesItsOwnSignatures() throws IOException {
    Path signature = dir.resolve("hello.own");
    ImageSigner.open(resource("gpg-secret.asc")).sign(hello, signature, false);
    assertThat(verifier("gpg-public.asc").verify(hello, signature).fingerprint())
        .isEqualTo(BUILDER);
    assertThat(signature).content().startsWith("-----BEGIN PGP SIGNATURE-----\n\nw");

    ImageSigner.open(resource("gpg-locked.asc"), "secret words".toCharArray())
        .sign(hello, signature, true);
    assertThat(verifier("gpg-locked-public.asc").verify(hello, signature).fingerprint())
        .isEqualTo(LOCKED);
  }

  @Test
  void refusesOtherContentAndOtherKeys() throws IOException {
    Path signature = resource("hello.asc");
    Path other = Files.writeString(dir.resolve("other"), "hellO");
    refuses(
        "cannot verify image '" + other + "': the signature of key " + BUILDER + " is not good",
        verifier("gpg-public.asc"),
        other,
        signature);
    refuses(
        "cannot verify image '" + hello + "': it is signed by none of the 1 trusted keys",
        verifier("gpg-locked-public.asc"),
        hello,
        signature);
    refuses(
        "cannot verify image '" + hello + "': no key is trusted for it",
        new SignatureVerifier(List.of()),
        hello,
        signature);
  }

  @Test
  void refusesWhatIsNoSignature() throws IOException {
    SignatureVerifier verifier = verifier("gpg-public.asc");
    Path nothing = Files.writeString(dir.resolve("nothing"), "hello");
    assertThatThrownBy(() -> verifier.verify(hello, nothing)).isInstanceOf(AciException.class);
    refuses(
        "cannot read signature '" + dir.resolve("none") + "': no such file or directory",
        verifier,
        hello,
        dir.resolve("none"));
    byte[] good = Files.readAllBytes(resource("hello.sig"));
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Path file = Files.write(dir.resolve("bad"), bad);
      // The issuer's key ID outside of the hashed part is a hint that nobody relies on.
      if (i < good.length - 258 - 12 || i >= good.length - 256) {
        assertThatThrownBy(() -> verifier.verify(hello, file))
            .as("byte %d", i)
            .isInstanceOf(AciException.class);
      }
    }
  }

  @Test
  void acceptsWhatWasSignedBeforeTheKeyExpired() throws IOException {
    SignatureVerifier verifier = verifier("gpg-expired-public.asc");
    assertThat(verifier.verify(hello, resource("hello-in-time.asc")).userId())
        .isEqualTo("Expired <expired@example.com>");
  }

  @Test
  void tellsWhatItCannotUse() throws IOException {
    assertThatThrownBy(() -> ImageSigner.open(hello))
        .hasMessage("cannot read secret key '%s': it is no OpenPGP secret key", hello);
    assertThatThrownBy(() -> ImageSigner.open(resource("gpg-locked.asc")).sign(hello))
        .hasMessageStartingWith(
            "cannot sign image '%s': the key cannot be used: Cannot unlock", hello);
    assertThatThrownBy(() -> TrustedKey.read(hello))
        .hasMessage("cannot read public key '%s': it is no OpenPGP public key", hello);
    Path signature = Files.writeString(dir.resolve("there"), "");
    assertThatThrownBy(
            () -> ImageSigner.open(resource("gpg-secret.asc")).sign(hello, signature, false))
        .hasMessage(
            "cannot write signature '%s': it exists already\nhint: use --overwrite", signature);
  }

  private static void refuses(
      String message, SignatureVerifier verifier, Path file, Path signature) {
    assertThatThrownBy(() -> verifier.verify(file, signature))
        .isInstanceOf(AciException.class)
        .hasMessage(message);
  }

  private Path trust(String directory, String key, String fingerprint) throws IOException {
    Path target = Files.createDirectories(dir.resolve(directory)).resolve(fingerprint);
    return Files.copy(resource(key), target);
  }

  private List<String> trusted(String name, String... directories) throws IOException {
    Keyring keyring = new Keyring(List.of(directories).stream().map(dir::resolve).toList());
    return keyring.keysFor(new ACIdentifier(name)).stream().map(TrustedKey::fingerprint).toList();
  }

  @Test
  void findsKeysByTheImagesName() throws IOException {
    trust("local/root.d", "gpg-public.asc", BUILDER);
    trust("local/prefix.d/example.com/team", "gpg-locked-public.asc", LOCKED);

    assertThat(trusted("example.com/team/app", "local")).containsExactly(BUILDER, LOCKED);
    assertThat(trusted("example.com/team", "local")).containsExactly(BUILDER, LOCKED);
    assertThat(trusted("example.com/teamwork", "local")).containsExactly(BUILDER);
    assertThat(trusted("example.com", "local")).containsExactly(BUILDER);
    assertThat(trusted(NAME.value(), "none")).isEmpty();
  }

  @Test
  void takesBackTrustWithAnEmptyFile() throws IOException {
    trust("system/root.d", "gpg-public.asc", BUILDER);
    Files.createFile(Files.createDirectories(dir.resolve("local/root.d")).resolve(BUILDER));

    assertThat(trusted("example.com", "system")).containsExactly(BUILDER);
    assertThat(trusted("example.com", "system", "local")).isEmpty();
  }

  @Test
  void refusesAKeyUnderAnothersName() throws IOException {
    Path file = trust("local/root.d", "gpg-public.asc", LOCKED);
    assertThatThrownBy(() -> trusted("example.com", "local"))
        .hasMessage("cannot trust public key '%s': its fingerprint is %s", file, BUILDER);
  }
}
