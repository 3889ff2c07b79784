package io.referee.server.app;

import io.referee.server.app.document.BadConfiguration;
import io.referee.server.app.document.Document;
import io.referee.server.script.Syntax;
import io.referee.server.script.SyntaxError;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// The Ruby that is put before every script. Its file is read again when it has changed, by a
/// thread of its own, because the engine waits for no disk. What cannot be read any more, is too
/// long or is no Ruby is not taken: the text before it stays in force, and the log says why. *Any
/// thread.*
final class CommonScript implements Supplier<String>, AutoCloseable {
    /// Characters that go to a worker with every run.
    static final int MOST_CHARACTERS = 200_000;

    private static final Logger LOG = LoggerFactory.getLogger(CommonScript.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final Optional<Path> file;
    private final Function<String, Syntax> check;
    private volatile String text;
    private @Nullable Stamp taken;
    private @Nullable Stamp seen;
    private @Nullable Thread thread;

    /// What tells one state of a file from another; an editor may replace the file by a new one.
    private record Stamp(FileTime changed, long octets, @Nullable Object key) {}

    /// @param file empty for none
    /// @param check says whether a text is Ruby
    /// @throws BadConfiguration when it cannot be read now
    CommonScript(Optional<Path> file, Function<String, Syntax> check) {
        this.file = file;
        this.check = check;
        this.taken = file.map(CommonScript::stamp).orElse(null);
        this.seen = taken;
        this.text = file.map(CommonScript::read).orElse("");
    }

    /// What is in force.
    @Override
    public String get() {
        return text;
    }

    /// From now on somebody looks for changes.
    void watch() {
        if (file.isPresent()) {
            thread = Thread.ofVirtual().name("common-script").start(this::lookOn);
        }
    }

    private void lookOn() {
        try {
            while (true) {
                Thread.sleep(BETWEEN_LOOKS);
                look();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Takes what has changed, once two looks have seen the same: somebody may be writing it now.
    void look() {
        Stamp now = file.map(CommonScript::stamp).orElse(null);
        boolean settled = now != null && now.equals(seen);
        seen = now;
        if (settled && !Objects.equals(now, taken)) {
            taken = now;
            file.ifPresent(this::take);
        }
    }

    private void take(Path path) {
        try {
            String next = read(path);
            if (!next.isBlank() && check.apply(next) instanceof Syntax.Wrong(SyntaxError error)) {
                refuse(path, "it is no Ruby: " + ScriptCheck.words(error));
            } else {
                text = next;
                LOG.info("{} has changed and is put before every script from now on.", path);
            }
        } catch (BadConfiguration e) {
            refuse(path, String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            LOG.debug("The server stops: {}", e.getMessage());
        }
    }

    private static void refuse(Path path, String reason) {
        LOG.warn("{} has changed and is not taken: {}", path, reason);
    }

    private static String read(Path path) {
        String text = Document.text(path);
        if (text.length() > MOST_CHARACTERS) {
            throw new BadConfiguration(
                    path + " is longer than " + MOST_CHARACTERS + " characters.");
        }
        return text;
    }

    /// Null while it cannot be looked at, for instance while an editor puts another in its place.
    private static @Nullable Stamp stamp(Path path) {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
        } catch (IOException _) {
            return null;
        }
    }

    @Override
    public void close() {
        Thread looking = thread;
        if (looking != null) {
            looking.interrupt();
        }
    }
}
