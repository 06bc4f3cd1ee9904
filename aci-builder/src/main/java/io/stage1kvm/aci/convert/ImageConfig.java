package io.stage1kvm.aci.convert;

import io.stage1kvm.aci.archive.AciException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// What an image's configuration says (OCI image specification, `config.md`; Docker's has the same
/// fields).
///
/// @param diffIds digests of the uncompressed layers, lowest first
/// @param ports such as `80/tcp`, sorted
/// @param volumes paths, sorted
record ImageConfig(
    String os,
    String architecture,
    Optional<String> variant,
    Optional<String> created,
    Optional<String> author,
    Optional<String> user,
    Optional<String> workingDir,
    Optional<String> stopSignal,
    List<String> entrypoint,
    List<String> cmd,
    List<String> env,
    List<String> ports,
    List<String> volumes,
    Map<String, String> labels,
    List<Digest> diffIds) {
  static ImageConfig read(JsonObjectReader json) throws AciException {
    JsonObjectReader config = json.object("config");
    List<Digest> diffIds = new ArrayList<>();
    for (String id : json.object("rootfs").texts("diff_ids")) {
      diffIds.add(Digest.parse(id));
    }
    return new ImageConfig(
        json.requiredText("os"),
        json.requiredText("architecture"),
        json.text("variant"),
        json.text("created"),
        json.text("author"),
        config.text("User"),
        config.text("WorkingDir"),
        config.text("StopSignal"),
        config.texts("Entrypoint"),
        config.texts("Cmd"),
        config.texts("Env"),
        List.copyOf(new TreeSet<>(config.object("ExposedPorts").members().keySet())),
        List.copyOf(new TreeSet<>(config.object("Volumes").members().keySet())),
        config.textMap("Labels"),
        diffIds);
  }
}
