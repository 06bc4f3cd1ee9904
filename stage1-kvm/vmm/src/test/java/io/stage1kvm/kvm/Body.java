package io.stage1kvm.kvm;

interface Body {
  void run() throws Exception;
}
