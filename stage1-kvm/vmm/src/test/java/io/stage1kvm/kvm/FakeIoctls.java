package io.stage1kvm.kvm;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.IoctlCalls;
import io.stage1kvm.sys.Struct;
import io.stage1kvm.sys.SyscallException;
import java.util.HashMap;
import java.util.Map;

/// Answers requests by their numbers, 1 where nothing is said; a negative answer is an error.
final class FakeIoctls implements IoctlCalls {
  private final Map<Integer, Long> answers = new HashMap<>();
  private final Map<Long, Long> extensions = new HashMap<>();

  FakeIoctls answer(int request, long answer) {
    answers.put(request, answer);
    return this;
  }

  FakeIoctls extension(long number, long answer) {
    extensions.put(number, answer);
    return this;
  }

  @Override
  public long ioctl(Fd file, int request, long argument, String name, Object... details)
      throws SyscallException {
    if (request == io.stage1kvm.sys.abi.Kvm.KVM_CHECK_EXTENSION) {
      return extensions.getOrDefault(argument, 1L);
    }
    long answer = answers.getOrDefault(request, 1L);
    if (answer < 0) {
      throw new SyscallException("ioctl(" + name + ")", (int) -answer);
    }
    return answer;
  }

  @Override
  public long ioctl(Fd file, int request, Struct argument, String name, Object... details)
      throws SyscallException {
    return ioctl(file, request, 0L, name, details);
  }

  @Override
  public int request(Fd file, int request) {
    throw new UnsupportedOperationException();
  }
}
