package io.stage1kvm.sys;

/// Two sockets, each of which receives what the other sends.
public record SocketPair(Fd one, Fd other) {}
