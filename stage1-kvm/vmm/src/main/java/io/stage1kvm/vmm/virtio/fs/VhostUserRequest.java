package io.stage1kvm.vmm.virtio.fs;

/// Requests to a back end that this front end makes (vhost-user protocol, "Front-end message
/// types").
enum VhostUserRequest {
  GET_FEATURES(1),
  SET_FEATURES(2),
  SET_OWNER(3),
  SET_MEM_TABLE(5),
  SET_VRING_NUM(8),
  SET_VRING_ADDR(9),
  SET_VRING_BASE(10),
  GET_VRING_BASE(11),
  SET_VRING_KICK(12),
  SET_VRING_CALL(13),
  GET_PROTOCOL_FEATURES(15),
  SET_PROTOCOL_FEATURES(16),
  GET_QUEUE_NUM(17),
  SET_VRING_ENABLE(18);

  private final int code;

  VhostUserRequest(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
