package io.referee.acceptance;

import org.junit.jupiter.api.Assumptions;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// A program of the system's packages that plays with the server. Where it is missing, the tests
/// that need it are skipped, and one line says so.
enum Peer {
    SIPP("sipp", "sip-tester"),
    BARESIP("baresip", "baresip-core"),
    CHROMIUM("chromium", "chromium"),
    KAMAILIO("kamailio", "kamailio");

    private static final Set<Peer> SAID = ConcurrentHashMap.newKeySet();

    private final String program;
    private final String debianPackage;

    Peer(String program, String debianPackage) {
        this.program = program;
        this.debianPackage = debianPackage;
    }

    String program() {
        return program;
    }

    /// Aborts the test when the program is not installed.
    void needed() {
        boolean here =
                Stream.concat(
                                Arrays.stream(System.getenv("PATH").split(File.pathSeparator)),
                                Stream.of("/usr/sbin"))
                        .anyMatch(folder -> Path.of(folder, program).toFile().canExecute());
        if (!here && SAID.add(this)) {
            System.out.println(
                    "SKIPPED: "
                            + program
                            + " is not installed (Debian: apt-get install "
                            + debianPackage
                            + "), so nothing plays with it here");
        }
        Assumptions.assumeTrue(here, program + " is not installed");
    }
}
