package io.stage1kvm.stage0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReportsTest {
  private static final String UUID = "08a445f0-41fd-474b-9e7a-5434a44f405c";
  private static final Instant CREATED = Instant.parse("2026-11-23T06:40:53.819921735Z");
  private static final Instant STARTED = Instant.parse("2026-11-23T06:40:53.910367189Z");
  private static final StatusReport REPORT = new StatusReport(ZoneId.of("UTC"));

  private static PodFacts facts(PodStage stage, boolean locked, int... codes) throws IOException {
    boolean run = stage != PodStage.PREPARE;
    List<NetworkFacts> networks =
        NetworkFacts.parse(
            """
            [{"netName":"default","netConf":"net/99.conf","pluginPath":"x","ifName":"eth0",
              "ip":"172.16.28.2","args":"","mask":"255.255.255.0"},
             {"netName":"other","ip":"10.1.2.3"}]
            """);
    return new PodFacts(
        new Pod(UUID, stage, locked, Path.of("/pod")),
        Optional.of(CREATED),
        run ? Optional.of(STARTED) : Optional.empty(),
        Optional.empty(),
        run ? Optional.of("21462") : Optional.empty(),
        run ? networks : List.of(),
        List.of(app("web", codes, 0), app("db", codes, 1)));
  }

  private static AppFacts app(String name, int[] codes, int index) {
    return new AppFacts(
        name,
        "example.com/" + name + ":1.0.0",
        Optional.of("sha512-0123456789abcdef"),
        codes.length > index ? OptionalInt.of(codes[index]) : OptionalInt.empty());
  }

  @Test
  void tellsTheStateOfARunningPod() throws IOException {
    assertThat(REPORT.text(facts(PodStage.RUN, true)))
        .isEqualTo(
            """
            state=running
            created=2026-11-23 06:40:53.819 +0000 UTC
            started=2026-11-23 06:40:53.91 +0000 UTC
            networks=default:ip4=172.16.28.2, other:ip4=10.1.2.3
            pid=21462
            exited=false
            """);
  }

  @Test
  void tellsExitStatusesOnceThePodHasExited() throws IOException {
    assertThat(REPORT.text(facts(PodStage.RUN, false, 0, 5)))
        .endsWith("exited=true\napp-web=0\napp-db=5\n");
    assertThat(REPORT.text(facts(PodStage.RUN, false, 0))).endsWith("exited=true\napp-web=0\n");
    assertThat(REPORT.text(facts(PodStage.RUN, true, 0, 5))).endsWith("exited=false\n");
  }

  @Test
  void leavesOutWhatAStageHasNot() throws IOException {
    assertThat(REPORT.text(facts(PodStage.PREPARE, false)))
        .isEqualTo("state=aborted prepare\ncreated=2026-11-23 06:40:53.819 +0000 UTC\n");
    assertThat(REPORT.text(facts(PodStage.EXITED_GARBAGE, false, 0)))
        .startsWith("state=exited garbage\n")
        .doesNotContain("networks");
  }

  @Test
  void writesJsonAsRktDoes() throws IOException {
    assertThat(StatusJson.text(StatusJson.of(facts(PodStage.RUN, true, 3)), "json"))
        .isEqualTo(
            ("""
            {"name":"08a445f0-41fd-474b-9e7a-5434a44f405c","state":"running","networks":[\
            {"netName":"default","netConf":"net/99.conf","pluginPath":"x","ifName":"eth0",\
            "ip":"172.16.28.2","args":"","mask":"255.255.255.0"},\
            {"netName":"other","netConf":"","pluginPath":"","ifName":"","ip":"10.1.2.3","args":"",\
            "mask":""}],"app_names":["web","db"],"apps":[\
            {"name":"web","state":"exited","created_at":1795416053819921735,\
            "started_at":1795416053910367189,"exit_code":3,"image_id":"sha512-0123456789abcdef"},\
            {"name":"db","state":"running","created_at":1795416053819921735,\
            "started_at":1795416053910367189,"image_id":"sha512-0123456789abcdef"}],\
            "created_at":1795416053,"started_at":1795416053}
            """));
    assertThat(StatusJson.text(List.of("a"), "json-pretty")).isEqualTo("[\n\t\"a\"\n]\n");
  }

  @Test
  void listsPodsInColumns() throws IOException {
    PodTable table = new PodTable(false, true, REPORT, STARTED.plusSeconds(1));

    assertThat(table.text(List.of(facts(PodStage.RUN, true))))
        .isEqualTo(
            """
            UUID\t\tAPP\tIMAGE NAME\t\tSTATE\tCREATED\t\tSTARTED\t\tNETWORKS
            08a445f0\tweb\texample.com/web:1.0.0\trunning\t1 second ago\t1 second ago\t\
            default:ip4=172.16.28.2, other:ip4=10.1.2.3
            \t\tdb\texample.com/db:1.0.0\t\t\t\t\t\t
            """);
    assertThat(new PodTable(true, false, REPORT, STARTED).text(List.of(facts(PodStage.RUN, true))))
        .startsWith(UUID + "\tweb\texample.com/web:1.0.0\tsha512-0123456789ab\trunning\t");
  }

  @Test
  void listsPodsThatWereNeverFinished() {
    PodFacts facts =
        new PodFacts(
            new Pod(UUID, PodStage.PREPARE, false, Path.of("/pod")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of());

    assertThat(new PodTable(false, false, REPORT, STARTED).text(List.of(facts)))
        .isEqualTo("08a445f0\t-\t-\taborted prepare\ta long while ago\t\t\n");
  }

  @ParameterizedTest
  @CsvSource({
    "0,now",
    "1,1 second ago",
    "59,59 seconds ago",
    "60,1 minute ago",
    "7200,2 hours ago",
    "90000,1 day ago",
    "1300000,2 weeks ago",
    "7000000,2 months ago",
    "40000000,1 year ago",
    "1300000000,a long while ago",
    "-5,now"
  })
  void saysHowLongAgo(long seconds, String text) {
    assertThat(Age.of(STARTED, STARTED.plus(Duration.ofSeconds(seconds)))).isEqualTo(text);
  }

  @Test
  void takesMissingNetworksForNone() throws IOException {
    assertThat(NetworkFacts.parse("null")).isEmpty();
    assertThat(NetworkFacts.parse("[]")).isEmpty();
    assertThatThrownBy(() -> NetworkFacts.parse("[1]"))
        .hasMessage("net-info.json must be an array of objects");
    assertThatThrownBy(() -> NetworkFacts.parse("[{")).hasMessageStartingWith("not valid JSON: ");
  }

  @Test
  void choosesTheOnlyApp() throws Exception {
    PodFacts two = facts(PodStage.RUN, true);

    assertThat(AppChoice.of(two, Optional.of("db"), "enter")).isEqualTo("db");
    assertThatThrownBy(() -> AppChoice.of(two, Optional.of("nope"), "enter"))
        .hasMessage("app nope is not present in pod");
    assertThatThrownBy(() -> AppChoice.of(two, Optional.empty(), "enter"))
        .hasMessage(
            "unable to determine app name: pod contains multiple apps: web, db\n"
                + "hint: specify app using \"stage1-kvm enter --app= ...\"");
  }
}
