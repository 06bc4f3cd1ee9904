/// The `aci` command: parses, calls the library, maps to an exit code. The only importer of
/// picocli.
///
/// Exit codes: 0 done, 1 findings or a failure, 2 wrong usage.
package io.stage1kvm.aci.cli;
