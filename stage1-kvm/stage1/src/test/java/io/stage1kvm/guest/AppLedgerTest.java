package io.stage1kvm.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.guest.message.GuestApp;
import io.stage1kvm.guest.message.GuestEvent;
import io.stage1kvm.guest.message.GuestStdio;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AppLedgerTest {
  private static final GuestEvent.Handler HANDLER =
      new GuestEvent.Handler("app", GuestEvent.Which.PRE_START, 0, 0, 0);

  private final AppLedger ledger = new AppLedger();

  private static GuestApp app() {
    GuestApp plain = SessionFixture.app("app", GuestStdio.Pipes.NONE);
    return new GuestApp(
        plain.name(),
        plain.root(),
        false,
        List.of(),
        List.of(),
        List.of(SessionFixture.process(new GuestStdio.Pipes(0, 7, 0))),
        plain.main(),
        List.of());
  }

  @Test
  void takesTheEndOfAHandlerOnce() throws Exception {
    ledger.add(app());
    assertThat(ledger.apply(HANDLER)).containsExactly(7);
    assertThatThrownBy(() -> ledger.apply(HANDLER))
        .hasMessageContaining("handler '0' of app 'app' must end once");
  }

  @Test
  void takesItAgainWhenTheAppWasStartedAgain() throws Exception {
    ledger.add(app());
    ledger.apply(HANDLER);
    ledger.apply(new GuestEvent.Failed("app", "cwd", "/x", 2, 200));
    ledger.add(app());
    assertThat(ledger.apply(HANDLER)).containsExactly(7);
  }
}
