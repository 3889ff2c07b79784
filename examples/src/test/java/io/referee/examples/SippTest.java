package io.referee.examples;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// SIPp's own caller and callee through the proxy and the back-to-back user agent.
class SippTest {
    private final int callee = Ports.free();
    private final int caller = Ports.free();

    @BeforeEach
    void sippIsHere() {
        boolean here =
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "sipp")));
        assumeTrue(here, "sipp is not installed: its calls through the examples are skipped");
    }

    @Test
    void aCallOfSippGoesThroughTheProxy() throws Exception {
        String bob = "bob=sip:bob@127.0.0.1:" + callee;
        try (Program proxy = Program.run(TinyProxy.class, "127.0.0.1:0", bob)) {
            calls(proxy.saysAddress("proxy at"));
            proxy.says("BYE for bob");
        }
    }

    @Test
    void aCallOfSippGoesThroughTheB2bua() throws Exception {
        String bob = "sip:bob@127.0.0.1:" + callee;
        try (Program b2bua = Program.run(TinyB2bua.class, "127.0.0.1:0", bob)) {
            calls(b2bua.saysAddress("b2bua at"));
            b2bua.says("ended");
        }
    }

    private void calls(String server) throws Exception {
        try (Program uas = Program.sipp(callee, "-sn", "uas");
                Program uac =
                        Program.sipp(caller, server, "-sn", "uac", "-s", "bob", "-d", "100")) {
            uac.ends();
            uas.ends();
        }
    }
}
