package io.stage1kvm.manifest.type;

import java.util.Optional;

/// What a manifest must keep, each rule with a name that stays the same for whoever filters by it.
///
/// Three parties judge: the text of the specification, the types of this library, and actool's
/// code. Where they differ, an ADR says why; see docs/adr.
public enum ManifestRule {
  VALUE("value", "aci.md", "give a value that the specification allows"),
  JSON_SYNTAX("json-syntax", "aci.md", "check brackets, commas and quotes just before this place"),
  JSON_ENCODING("json-encoding", "aci.md", "save the file as UTF-8 without a byte order mark"),
  JSON_REPLACED("json-replaced", "aci.md", "save the file as UTF-8", Actool.ACCEPTS, "0024"),
  JSON_DUPLICATE(
      "json-duplicate", "aci.md", "remove one of the two fields", Actool.ACCEPTS, "0024"),
  JSON_TYPE("json-type", "aci.md", "give a value of the type that is named"),
  JSON_NULL("json-null", "aci.md", "remove the null", Actool.ACCEPTS, "0024"),
  FIELD_NULL(
      "field-null", "aci.md", "leave the field out", Level.NONE, Level.ERROR, Actool.ACCEPTS),
  FIELD_CASE(
      "field-case",
      "aci.md",
      "write the field as the specification does",
      Level.WARNING,
      Level.ERROR,
      Actool.ACCEPTS),
  FIELD_UNKNOWN(
      "field-unknown",
      "aci.md",
      "unknown fields are kept and mean nothing; check the spelling",
      Level.WARNING,
      Level.WARNING,
      Actool.ACCEPTS),
  REQUIRED("required", "aci.md", "add the field"),
  REQUIRED_UNSEEN("required-unseen", "aci.md", "add the field", Actool.ACCEPTS, "0025"),
  AC_KIND("ac-kind", "types.md#ac-kind-type", "write ImageManifest or PodManifest"),
  AC_VERSION("ac-version", "types.md#ac-version-type", "write a version such as 0.8.11"),
  AC_VERSION_LETTER(
      "ac-version-letter",
      "types.md#ac-version-type",
      "follow SemVer 2.0.0: no leading zeros, no empty identifiers",
      Actool.ACCEPTS,
      "0027"),
  AC_VERSION_KNOWN(
      "ac-version-known",
      "types.md#ac-version-type",
      "name a released version up to 0.8.11",
      Level.WARNING,
      Level.ERROR,
      Actool.ACCEPTS),
  AC_IDENTIFIER(
      "ac-identifier",
      "types.md#ac-identifier-type",
      "use lower case letters, digits and -._~/ between them"),
  AC_NAME("ac-name", "types.md#ac-name-type", "use lower case letters, digits and - between them"),
  NAME_SEPARATORS(
      "name-separators",
      "types.md#ac-identifier-type",
      "write one separator between letters and digits",
      Level.WARNING,
      Level.ERROR,
      Actool.ACCEPTS),
  TEXT("text", "aci.md", "remove NUL characters and lone surrogates", Actool.ACCEPTS, "0025"),
  NOT_EMPTY("not-empty", "aci.md", "give a value"),
  NOT_EMPTY_UNSEEN("not-empty-unseen", "aci.md", "give a value", Actool.ACCEPTS, "0025"),
  UNIQUE("unique", "aci.md", "remove one, or rename it"),
  LABEL_NAME("label-name", "aci.md#image-manifest-schema", "call the label otherwise"),
  LABEL_OS_ARCH(
      "label-os-arch", "aci.md#image-manifest-schema", "use a pair of the specification's table"),
  NAME_URL(
      "name-url",
      "aci.md#image-manifest-schema",
      "begin the name with a server's, such as example.com/app",
      Level.NONE,
      Level.WARNING,
      Actool.ACCEPTS),
  PORT_PROTOCOL(
      "port-protocol",
      "aci.md#image-manifest-schema",
      "use a protocol of the transport layer, such as tcp or udp",
      Level.NONE,
      Level.WARNING,
      Actool.ACCEPTS),
  LABEL_ARCH_ALONE(
      "label-arch-alone",
      "aci.md#image-manifest-schema",
      "add the label os",
      Level.WARNING,
      Level.WARNING,
      Actool.ACCEPTS),
  TIMESTAMP("timestamp", "types.md#timestamps-type", "write such as 2024-02-29T12:00:00Z"),
  TIMESTAMP_LETTER(
      "timestamp-letter",
      "types.md#timestamps-type",
      "write such as 2024-02-29T12:00:00Z",
      Actool.ACCEPTS,
      "0027"),
  URL("url", "aci.md#image-manifest-schema", "write such as https://example.com/docs"),
  URL_LETTER(
      "url-letter",
      "aci.md#image-manifest-schema",
      "write such as https://example.com/docs",
      Actool.ACCEPTS,
      "0027"),
  PATH_ABSOLUTE("path-absolute", "aci.md#image-manifest-schema", "begin the path with /"),
  PATH_ABSOLUTE_UNSEEN(
      "path-absolute-unseen",
      "aci.md#image-manifest-schema",
      "begin the path with /",
      Actool.ACCEPTS,
      "0025"),
  ID_RANGE("id-range", "aci.md", "use an ID from 0 to 4294967294", Actool.ACCEPTS, "0025"),
  EVENT("event", "aci.md#image-manifest-schema", "use pre-start or post-stop"),
  ENVIRONMENT_NAME(
      "environment-name", "aci.md#image-manifest-schema", "use letters, digits, _ . and -"),
  PORT_RANGE("port-range", "aci.md#image-manifest-schema", "use ports from 1 to 65535"),
  PORT_COUNT(
      "port-count",
      "aci.md#image-manifest-schema",
      "leave count out for one port",
      Level.NONE,
      Level.ERROR,
      Actool.ACCEPTS),
  HOST_PORT_RANGE(
      "host-port-range",
      "pods.md#pod-manifest-schema",
      "use a port from 1 to 65535",
      Actool.ACCEPTS,
      "0025"),
  HOST_IP("host-ip", "pods.md#pod-manifest-schema", "write an address such as 203.0.113.23"),
  HOST_IP_V4(
      "host-ip-v4", "pods.md#pod-manifest-schema", "write an IPv4 address", Actool.ACCEPTS, "0025"),
  PORT_NAMES(
      "port-names",
      "pods.md#pod-manifest-schema",
      "give the ports of a pod different names",
      Level.WARNING,
      Level.ERROR,
      Actool.ACCEPTS),
  PORT_TARGET(
      "port-target",
      "pods.md#pod-manifest-schema",
      "name a port of an app, or add podPort",
      Level.WARNING,
      Level.WARNING,
      Actool.ACCEPTS),
  IMAGE_ID("image-id", "types.md#image-id-type", "write sha512- and the digest in hex"),
  IMAGE_ID_DIGEST(
      "image-id-digest",
      "types.md#image-id-type",
      "take the ID that 'aci id' prints",
      Actool.ACCEPTS,
      "0023"),
  IMAGE_ID_COMPLETE(
      "image-id-complete",
      "types.md#image-id-type",
      "give all 128 digits",
      Level.NONE,
      Level.ERROR,
      Actool.ACCEPTS),
  IMAGE_ID_ELIDED(
      "image-id-elided",
      "types.md#image-id-type",
      "take the ID that 'aci id' prints",
      Level.WARNING,
      Level.ERROR,
      Actool.ACCEPTS),
  DEPENDENCY_SIZE("dependency-size", "aci.md#image-manifest-schema", "give the size in bytes"),
  VOLUME_KIND("volume-kind", "pods.md#pod-manifest-schema", "use host or empty"),
  VOLUME_FIELD(
      "volume-field", "pods.md#pod-manifest-schema", "remove the field, or change the kind"),
  VOLUME_MODE(
      "volume-mode",
      "pods.md#pod-manifest-schema",
      "write permissions such as 0755",
      Actool.ACCEPTS,
      "0025"),
  MOUNT_VOLUME(
      "mount-volume",
      "pods.md#pod-manifest-schema",
      "add the volume to the pod, or an appVolume to the mount",
      Level.WARNING,
      Level.ERROR,
      Actool.ACCEPTS),
  MOUNT_POINT(
      "mount-point",
      "pods.md",
      "add a mount with the path of the mount point",
      Level.WARNING,
      Level.ERROR,
      Actool.ACCEPTS),
  MOUNT_OVERLAP(
      "mount-overlap",
      "ace.md#volume-setup",
      "mount on paths that do not contain one another",
      Level.WARNING,
      Level.ERROR,
      Actool.ACCEPTS),
  POD_RESOLVED(
      "pod-resolved",
      "pods.md",
      "an image without id makes this a template, not a pod to run",
      Level.NONE,
      Level.ERROR,
      Actool.ACCEPTS),
  POD_APPS(
      "pod-apps",
      "pods.md#pod-manifest-schema",
      "list the apps of the pod",
      Level.NONE,
      Level.ERROR,
      Actool.ACCEPTS),
  POD_ANNOTATION_NAME(
      "pod-annotation-name",
      "pods.md#pod-manifest-schema",
      "use lower case letters, digits and - between them",
      Level.NONE,
      Level.ERROR,
      Actool.ACCEPTS),
  ISOLATOR_VALUE("isolator-value", "ace.md#isolators", "see the isolator's parameters in ace.md"),
  ISOLATOR_VALUE_UNSEEN(
      "isolator-value-unseen",
      "ace.md#isolators",
      "see the isolator's parameters in ace.md",
      Actool.ACCEPTS,
      "0026"),
  ISOLATOR_ONCE("isolator-once", "ace.md#isolators", "keep one of them"),
  ISOLATOR_CONFLICT("isolator-conflict", "ace.md#isolators", "keep one of the two"),
  ISOLATOR_CAPABILITIES(
      "isolator-capabilities",
      "ace.md#oslinuxcapabilities-retain-set",
      "keep one of the two sets",
      Actool.ACCEPTS,
      "0026"),
  ISOLATOR_POD(
      "isolator-pod",
      "ace.md#isolators",
      "keep one of the isolators that do not go together",
      Actool.ACCEPTS,
      "0026"),
  ISOLATOR_SCOPE(
      "isolator-scope",
      "ace.md#isolators",
      "move the isolator to where its scope is",
      Level.WARNING,
      Level.ERROR,
      Actool.ACCEPTS),
  ISOLATOR_UNKNOWN(
      "isolator-unknown",
      "ace.md#isolators",
      "executors may ignore it, and actool refuses it in an app",
      Level.WARNING,
      Level.WARNING,
      Actool.REFUSES,
      "0026"),
  ISOLATOR_NO_VALUE(
      "isolator-no-value",
      "types.md#isolator-type",
      "add a value",
      Level.WARNING,
      Level.ERROR,
      Actool.ACCEPTS),
  QUANTITY("quantity", "ace.md#resource-isolators", "write such as 500m, 2G or 512Mi"),
  QUANTITY_BOUNDS(
      "quantity-bounds",
      "ace.md#resource-isolators",
      "write such as 500m, 2G or 512Mi",
      Actool.ACCEPTS,
      "0026"),
  QUANTITY_KILO(
      "quantity-kilo",
      "ace.md#resource-isolators",
      "write k, which actool knows, or plain digits",
      Level.WARNING,
      Level.NONE,
      Actool.REFUSES,
      "0026"),
  QUANTITY_SUFFIX(
      "quantity-suffix",
      "ace.md#resource-isolators",
      "the specification has m, K, M, G, T, P, E and Ki to Ei",
      Level.NONE,
      Level.ERROR,
      Actool.ACCEPTS),
  QUANTITY_NUMBER(
      "quantity-number",
      "ace.md#resource-isolators",
      "write the quantity in quotes",
      Level.NONE,
      Level.ERROR,
      Actool.ACCEPTS);

  /// What actool 0.8.11 does with a document that breaks the rule.
  public enum Actool {
    ACCEPTS,
    REFUSES
  }

  /// How much a finding weighs.
  public enum Level {
    /// Not worth a word.
    NONE,
    WARNING,
    ERROR
  }

  private final String id;
  private final String section;
  private final String hint;
  private final Level level;
  private final Level strict;
  private final Actool actool;
  private final String adr;

  ManifestRule(String id, String section, String hint) {
    this(id, section, hint, Actool.REFUSES, "");
  }

  ManifestRule(String id, String section, String hint, Actool actool, String adr) {
    this(id, section, hint, Level.ERROR, Level.ERROR, actool, adr);
  }

  ManifestRule(String id, String section, String hint, Level level, Level strict, Actool actool) {
    this(id, section, hint, level, strict, actool, "");
  }

  ManifestRule(
      String id,
      String section,
      String hint,
      Level level,
      Level strict,
      Actool actool,
      String adr) {
    this.id = id;
    this.section = section;
    this.hint = hint;
    this.level = level;
    this.strict = strict;
    this.actool = actool;
    this.adr = adr;
  }

  /// The name, such as `label-os-arch`.
  public String id() {
    return id;
  }

  /// Where in the specification.
  public String section() {
    return section;
  }

  /// What to do about it.
  public String hint() {
    return hint;
  }

  /// How the types of this library judge: they refuse exactly what is an error.
  public Level level() {
    return level;
  }

  /// How the text of the specification judges.
  public Level strict() {
    return strict;
  }

  public Actool actool() {
    return actool;
  }

  /// The number of the ADR that explains why this library and actool judge differently.
  public Optional<String> adr() {
    return adr.isEmpty() ? Optional.empty() : Optional.of(adr);
  }
}
