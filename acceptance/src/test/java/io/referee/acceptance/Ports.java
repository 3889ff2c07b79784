package io.referee.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// Free ports for clients that cannot say which port they were given. They lie below those that the
/// system hands out by itself, so nobody takes one between the look and the use.
///
/// The look opens no socket: a process that another test starts at that moment would inherit it and
/// hold the port for the time it takes to begin.
final class Ports {
    private static final int FIRST = 10_000;
    private static final int SPAN = 20_000;
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 370 % SPAN));

    private Ports() {}

    /// The first of ten ports in a row, free for UDP and TCP on every address.
    static int ten() {
        Set<Integer> taken = taken();
        for (int attempt = 0; attempt < SPAN / 10; attempt++) {
            int first = FIRST + NEXT.getAndAdd(10) % SPAN / 10 * 10;
            if (free(first, taken)) {
                return first;
            }
        }
        throw new IllegalStateException("no ten free ports in a row");
    }

    private static boolean free(int first, Set<Integer> taken) {
        for (int port = first; port < first + 10; port++) {
            if (taken.contains(port)) {
                return false;
            }
        }
        return true;
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
