package io.stage1kvm.pod;

import io.stage1kvm.guest.message.GuestStdio;

/// One process of an app and the streams that carry its standard files.
///
/// @param app the app's name
/// @param stdio the streams
public record AppStreams(String app, GuestStdio stdio) {}
