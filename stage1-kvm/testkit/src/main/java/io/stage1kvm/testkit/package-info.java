/// For tests alone: random steps against parsers, and what the process holds of the host.
package io.stage1kvm.testkit;
