package io.stage1kvm.stage0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.stage0.flag.FlagException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RunArgumentsTest {

  @Test
  void partsImagesFlagsAndArguments() throws FlagException {
    RunRequest request =
        RunArguments.parse(
            List.of(
                "--volume=v,kind=empty",
                "--mount",
                "volume=v,target=/all",
                "a.aci",
                "--name=first",
                "--mount=volume=v,target=/one",
                "--",
                "--name",
                "two words",
                "--",
                "---",
                "b.aci",
                "--exec",
                "/bin/b"));

    assertThat(request.pod().all("volume")).containsExactly("v,kind=empty");
    assertThat(request.pod().all("mount")).containsExactly("volume=v,target=/all");
    assertThat(request.apps()).extracting(AppRequest::image).containsExactly("a.aci", "b.aci");
    AppRequest first = request.apps().getFirst();
    assertThat(first.flags().all("name")).containsExactly("first");
    assertThat(first.flags().all("mount")).containsExactly("volume=v,target=/one");
    assertThat(first.arguments()).containsExactly("--name", "two words", "--");
    assertThat(request.apps().getLast().flags().last("exec")).contains("/bin/b");
    assertThat(request.apps().getLast().arguments()).isEmpty();
  }

  @Test
  void partsImagesWithoutArguments() throws FlagException {
    assertThat(images("a.aci", "b.aci")).containsExactly("a.aci", "b.aci");
    assertThat(images("a.aci", "---", "b.aci")).containsExactly("a.aci", "b.aci");
    assertThat(images("a.aci", "--name=x", "---", "b.aci")).containsExactly("a.aci", "b.aci");
    assertThat(images("a.aci", "--name=x", "--", "---", "b.aci")).containsExactly("a.aci", "b.aci");
  }

  private static List<String> images(String... words) throws FlagException {
    return RunArguments.parse(List.of(words)).apps().stream().map(AppRequest::image).toList();
  }

  @Test
  void understandsFlagsOfThePodBehindAnImage() throws FlagException {
    RunRequest request = RunArguments.parse(List.of("a.aci", "--interactive", "--net=none"));

    assertThat(request.pod().is("interactive")).isTrue();
    assertThat(request.net()).isEqualTo("none");
  }

  @Test
  void takesNetWithoutAValue() throws FlagException {
    assertThat(RunArguments.parse(List.of("--net", "a.aci")).net()).isEqualTo("default");
    assertThat(RunArguments.parse(List.of("a.aci")).net()).isEqualTo("default");
    assertThat(RunArguments.parse(List.of("--net=a:IP=1.2.3.4", "--net=b", "a.aci")).net())
        .isEqualTo("a:IP=1.2.3.4,b");
  }

  @Test
  void refusesFlagsInTheWrongPlace() {
    refuses("--exec must follow an image", "--exec=/bin/x", "a.aci");
    refuses("unknown flag: --bogus", "--bogus", "a.aci");
    refuses("unknown flag: --bogus", "a.aci", "--bogus");
    refuses("an image must stand where '---' is", "---", "a.aci");
  }

  @Test
  void refusesWhatDoesNotGoTogether() {
    refuses("must provide at least one image or specify the pod manifest");
    refuses("interactive option only supports one image", "--interactive", "a.aci", "b.aci");
    refuses(
        "--port flag does not work with 'none' networking", "--net=none", "--port=http:1", "a.aci");
    refuses(
        "conflicting flags set with --pod-manifest (see --help)",
        "--pod-manifest=p.json",
        "--volume=v,kind=empty");
    refuses(
        "conflicting flags set with --pod-manifest (see --help)",
        "--pod-manifest=p.json",
        "a.aci",
        "--name=x");
    refuses("--hypervisor 'xen' must be auto, kvm or qemu", "--hypervisor=xen", "a.aci");
  }

  private static void refuses(String message, String... words) {
    assertThatThrownBy(() -> RunArguments.parse(List.of(words)).checked())
        .isInstanceOf(FlagException.class)
        .hasMessage(message);
  }
}
