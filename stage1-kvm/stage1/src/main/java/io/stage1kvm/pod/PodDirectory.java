package io.stage1kvm.pod;

import java.nio.file.Path;
import java.util.Objects;

/// Every path of a pod directory, as stage0 lays it out and as we add to it.
///
/// The entrypoints run with the pod directory as their working directory and stage0 renames it
/// during
/// its life, so the root is usually the empty path: all paths stay relative and none of them is
/// stored.
///
/// @param root the pod directory
public record PodDirectory(Path root) {
  /// Checks the root.
  public PodDirectory {
    Objects.requireNonNull(root, "root");
  }

  /// The pod directory of an entrypoint: the working directory.
  public static PodDirectory current() {
    return new PodDirectory(Path.of(""));
  }

  /// The pod manifest.
  public Path manifest() {
    return root.resolve("pod");
  }

  /// The decimal pid of the process to signal; its time is the pod's start time.
  public Path pid() {
    return root.resolve("pid");
  }

  /// The networks of the pod, read by all of rkt's commands; absent means none.
  public Path netInfo() {
    return root.resolve("net-info.json");
  }

  /// The root file system of stage1: an overlay mount or a copy, made by stage0.
  public Path stage1Rootfs() {
    return root.resolve("stage1/rootfs");
  }

  /// The image manifest of stage1.
  public Path stage1Manifest() {
    return root.resolve("stage1/manifest");
  }

  /// What stage0 keeps of an app, apart from its mounts.
  public Path appInfo(String app) {
    return root.resolve("appsinfo").resolve(app);
  }

  /// The image manifest of an app that outlives its mounts.
  public Path appInfoManifest(String app) {
    return appInfo(app).resolve("manifest");
  }

  /// Which unpacked image an app's overlay lies on; absent if the image was copied.
  public Path appTreeId(String app) {
    return appInfo(app).resolve("treeStoreID");
  }

  /// Which unpacked image stage1 comes from.
  public Path stage1TreeId() {
    return root.resolve("stage1TreeStoreID");
  }

  /// The lock of the pod manifest.
  public Path manifestLock() {
    return root.resolve("pod.lck");
  }

  /// Empty; its time is the pod's creation time.
  public Path created() {
    return root.resolve("pod-created");
  }

  /// Empty; there if the pod's root file systems are overlays.
  public Path overlayPrepared() {
    return root.resolve("overlay-prepared");
  }

  /// What the overlays on one unpacked image have changed, and what the kernel needs for them.
  public Path overlay(String treeId) {
    return root.resolve("overlay").resolve(treeId);
  }

  /// What has been changed in stage1's root file system.
  public Path stage1Upper(String treeId) {
    return overlay(treeId).resolve("upper");
  }

  /// The image manifest of an app, beside its root file system.
  public Path appManifest(String app) {
    return appHome(app).resolve("manifest");
  }

  /// The root file system of an app.
  public Path appRootfs(String app) {
    return appHome(app).resolve("rootfs");
  }

  /// What stage1 sees of an app: its manifest and its root file system.
  public Path appHome(String app) {
    return appsHome().resolve(app);
  }

  /// Where the apps lie in stage1's root file system.
  public Path appsHome() {
    return stage1Rootfs().resolve("opt/stage2");
  }

  /// Where the exit statuses lie.
  public Path statusDirectory() {
    return stage1Rootfs().resolve("rkt/status");
  }

  /// The exit status of an app, written when it has ended.
  public Path status(String app) {
    return statusDirectory().resolve(app);
  }

  /// A symbolic link whose target is `ready` once all apps have been started.
  public Path supervisorStatus() {
    return stage1Rootfs().resolve("rkt/supervisor-status");
  }

  /// `KEY=VALUE` lines: the environment of an app.
  public Path environment(String app) {
    return stage1Rootfs().resolve("rkt/env").resolve(app);
  }

  /// The resolv.conf that stage0 made for the apps; absent means none.
  public Path rktResolvConf() {
    return stage1Rootfs().resolve("etc/rkt-resolv.conf");
  }

  /// The hosts file that stage0 made for the apps; absent means none.
  public Path rktHosts() {
    return stage1Rootfs().resolve("etc/rkt-hosts");
  }

  /// The hosts file for apps that have none.
  public Path hostsFallback() {
    return stage1Rootfs().resolve("etc/hosts-fallback");
  }

  /// The content of the empty volumes, shared between apps by the volume's name.
  public Path sharedVolume(String volume) {
    return root.resolve("sharedVolumes").resolve(volume);
  }

  /// All state of ours.
  public Path state() {
    return root.resolve("stage1-kvm");
  }

  /// The socket for enter, stop and attach.
  public Path controlSocket() {
    return state().resolve("control.sock");
  }

  /// Where the sockets between the supervisor and its helpers are made.
  public Path runDirectory() {
    return state().resolve("run");
  }

  /// The mount point of the tree that the guest sees.
  public Path share() {
    return state().resolve("share");
  }

  /// Files that we make for the guest: hosts, resolv.conf.
  public Path files() {
    return state().resolve("files");
  }

  /// What an app has written.
  public Path log(String app) {
    return state().resolve("logs").resolve(app).resolve("log");
  }
}
