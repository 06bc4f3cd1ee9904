package io.stage1kvm.pod;

import io.stage1kvm.guest.message.GuestStdio;

/// One process of an app and the streams that carry its standard files.
///
/// @param app the app's name
/// @param main whether it is the app's main process, not a handler of its life
/// @param stdio the streams
public record AppStreams(String app, boolean main, GuestStdio stdio) {}
