package io.referee.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SSLContext;

/// Certificates of connections that the HTTP server accepts.
final class TlsContextTest {
    @TempDir Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

    private static void replace(Path old, Path by) throws Exception {
        Files.move(by, old, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(old, FileTime.from(Instant.EPOCH));
    }

    @Test
    void newFilesCountTenSecondsAfterTheLastLook() throws Exception {
        Issuer issuer = new Issuer(folder);
        KeyFiles files = issuer.issue("Example", "dns:example.org");
        TlsContext context = TlsContext.of(TlsServer.of(files), now::get);
        SSLContext first = context.current();
        KeyFiles next = issuer.issue("Example", "dns:example.org");
        replace(files.certificate(), next.certificate());
        replace(files.key(), next.key());
        now.set(Instant.EPOCH.plusSeconds(9));
        assertThat(context.current()).isSameAs(first);
        now.set(Instant.EPOCH.plusSeconds(10));
        assertThat(context.current()).isNotSameAs(first);
    }

    @Test
    void wrongFilesLeaveTheOldInUse() throws Exception {
        KeyFiles files = new Issuer(folder).issue("Example", "dns:example.org");
        TlsContext context = TlsContext.of(TlsServer.of(files), now::get);
        SSLContext first = context.current();
        Files.writeString(files.key(), "nothing");
        now.set(Instant.EPOCH.plusSeconds(10));
        assertThat(context.current()).isSameAs(first);
    }

    @Test
    void aFileThatIsNotThereIsOneSentence() {
        KeyFiles none = new KeyFiles(folder.resolve("no.crt"), folder.resolve("no.key"));
        assertThatThrownBy(() -> TlsContext.of(TlsServer.of(none), now::get))
                .isInstanceOf(BindFailed.class)
                .hasMessage(
                        "The certificate in "
                                + none.certificate()
                                + " cannot be used: there is no such file.");
    }
}
