package io.stage1kvm.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.sys.abi.Epoll;
import org.junit.jupiter.api.Test;

class LinuxEventCallsTest {
  private final EventCalls events = Sys.events();

  @Test
  void countsSignals() throws Exception {
    try (Fd counter = events.eventfd(0, Epoll.EFD_NONBLOCK)) {
      assertThat(events.drain(counter)).isZero();
      events.signal(counter, 2);
      events.signal(counter, 3);
      assertThat(events.drain(counter)).isEqualTo(5);
      assertThat(events.drain(counter)).isZero();
      assertThat(Sys.files().isCloseOnExec(counter)).isTrue();
    }
  }

  @Test
  void tellsWhichDescriptorIsReady() throws Exception {
    EpollEvents set = new EpollEvents(4);
    try (Fd epoll = events.epollCreate();
        Fd one = events.eventfd(0, 0);
        Fd other = events.eventfd(0, 0)) {
      events.epollCtl(epoll, Epoll.EPOLL_CTL_ADD, one, Epoll.EPOLLIN, 0x1_0000_0001L);
      events.epollCtl(epoll, Epoll.EPOLL_CTL_ADD, other, Epoll.EPOLLIN, 2);
      assertThat(events.epollWait(epoll, set, 0)).isZero();
      events.signal(one, 1);
      assertThat(events.epollWait(epoll, set, -1)).isEqualTo(1);
      assertThat(set.data(0)).isEqualTo(0x1_0000_0001L);
      assertThat(set.events(0)).isEqualTo(Epoll.EPOLLIN);
      events.signal(other, 1);
      assertThat(events.epollWait(epoll, set, -1)).isEqualTo(2);
      events.epollCtl(epoll, Epoll.EPOLL_CTL_DEL, one, 0, 0);
      assertThat(events.epollWait(epoll, set, 0)).isEqualTo(1);
      assertThat(set.data(0)).isEqualTo(2);
    }
  }

  @Test
  void namesTheCallThatFailed() throws Exception {
    try (Fd epoll = events.epollCreate()) {
      assertThatThrownBy(() -> events.epollCtl(epoll, Epoll.EPOLL_CTL_ADD, epoll, 1, 0))
          .hasMessage(
              "epoll_ctl(epoll=%s, 1, fd=%s, 1): EINVAL (Invalid argument)"
                  .formatted(epoll, epoll));
    }
  }
}
