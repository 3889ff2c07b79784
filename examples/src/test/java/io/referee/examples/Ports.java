package io.referee.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Free ports for programs that must be told one. They lie below those that the system hands out by
/// itself, so nobody takes one between the look and the use.
///
/// The look opens no socket: a process that another test starts at that moment would inherit it and
/// hold the port for the time it takes to begin.
final class Ports {
    private static final int FIRST = 10_000;
    private static final int SPAN = 20_000;
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 370 % SPAN));

    private Ports() {}

    /// Free for UDP and TCP on every address.
    static int free() {
        Set<Integer> taken = taken();
        return IntStream.generate(() -> FIRST + NEXT.getAndIncrement() % SPAN)
                .limit(SPAN)
                .filter(port -> !taken.contains(port))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no free port"));
    }

    /// As Linux lists them; a system without the lists has nothing else in this range.
    private static Set<Integer> taken() {
        Set<Integer> ports = new HashSet<>();
        for (String list : List.of("udp", "udp6", "tcp", "tcp6")) {
            Path path = Path.of("/proc/net", list);
            if (Files.isReadable(path)) {
                ports.addAll(local(path));
            }
        }
        return ports;
    }

    /// The port of the second column, `0100007F:13C4`.
    private static List<Integer> local(Path list) {
        try {
            return Files.readAllLines(list).stream()
                    .skip(1)
                    .map(line -> line.strip().split("\\s+", 3)[1])
                    .map(address -> Integer.valueOf(address.split(":", 2)[1], 16))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
