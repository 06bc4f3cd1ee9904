package io.stage1kvm.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.manifest.type.ACName;
import io.stage1kvm.manifest.type.AbsolutePath;
import io.stage1kvm.manifest.type.Extensions;
import io.stage1kvm.manifest.type.FileMode;
import io.stage1kvm.manifest.type.InvalidValueException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeTest {
  @Test
  void parsesHostVolumes() {
    assertThat(Volume.parse("data,kind=host,source=/srv/a=b,readOnly=true,recursive=false"))
        .isEqualTo(
            new HostVolume(
                new ACName("data"),
                new AbsolutePath("/srv/a=b"),
                Optional.of(true),
                Optional.of(false),
                Extensions.NONE));
    assertThat(Volume.parse("data,source=/srv,kind=host"))
        .isEqualTo(new HostVolume("data", "/srv"));
  }

  @Test
  void parsesEmptyVolumes() {
    assertThat(Volume.parse("tmp,kind=empty")).isEqualTo(new EmptyVolume("tmp"));
    assertThat(Volume.parse("tmp,kind=empty,mode=1777,uid=5,gid=6,readOnly=0"))
        .isEqualTo(
            new EmptyVolume(
                new ACName("tmp"),
                Optional.of(false),
                Optional.empty(),
                new FileMode(01777),
                5,
                6,
                Extensions.NONE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                | AC name must not be empty
          tmp                               | volume 'tmp' must have kind=host or kind=empty
          tmp,kind=nfs                      | volume 'tmp,kind=nfs' must have kind=host or kind=empty
          tmp,kind                          | volume 'tmp,kind' must have a value for 'kind'
          a,kind=host                       | volume 'a,kind=host' must have a source
          a,kind=host,source=b              | path 'b' must be absolute
          a,kind=empty,source=/b            | volume 'a,kind=empty,source=/b' must not have 'source'
          a,kind=host,source=/b,uid=1       | volume 'a,kind=host,source=/b,uid=1' must not have 'uid'
          a,kind=empty,kind=host            | volume 'a,kind=empty,kind=host' must give 'kind' only once
          a,kind=empty,uid=-1               | volume 'a,kind=empty,uid=-1' must not have '-1' where a user or group ID is wanted
          a,kind=empty,uid=4294967295       | uid '4294967295' must be between 0 and 4294967294
          a,kind=empty,mode=9               | mode '9' must be an octal number up to 7777
          a,kind=empty,readOnly=yes         | volume 'a,kind=empty,readOnly=yes' must not have 'yes' where true or false is wanted
          """)
  void refuses(String text, String message) {
    assertThatThrownBy(() -> Volume.parse(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage(message);
  }
}
