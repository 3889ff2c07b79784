package io.referee.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.softphone.rtp.Wav;
import io.referee.softphone.rtp.WavRecorder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// The examples against each other, on loopback.
class ExamplesTest {
    private static final String ANY = "127.0.0.1:0";

    @Test
    void aPhoneRegistersAndLeaves() throws Exception {
        try (Program registrar =
                Program.run(TinyRegistrar.class, ANY, "example.org", "alice=secret")) {
            String at = registrar.saysAddress("registrar at");
            try (Program phone =
                    Program.run(Register.class, "alice", "secret", "example.org", at)) {
                assertThat(phone.says("registered as")).isEqualTo("sip:alice@example.org");
                assertThat(registrar.says("alice is at")).startsWith("sip:alice@127.0.0.1:");
                phone.enter();
                registrar.says("alice has left");
                phone.ends();
            }
            try (Program thief = Program.run(Register.class, "alice", "guess", "example.org", at)) {
                assertThat(thief.says("refused:")).startsWith("401");
                thief.ends();
            }
        }
    }

    @Test
    void theRegistrarTellsCallersWhereAPhoneIs() throws Exception {
        try (Program registrar = Program.run(TinyRegistrar.class, ANY, "example.org", "bob=b")) {
            String at = registrar.saysAddress("registrar at");
            try (Program phone = Program.run(Register.class, "bob", "b", "example.org", at);
                    Program caller = registered(phone, "sip:bob@" + at)) {
                assertThat(caller.says("nobody talks:")).isEqualTo("302");
                registrar.says("somebody calls sip:bob@" + at);
            }
        }
    }

    private static Program registered(Program phone, String target) throws Exception {
        phone.says("registered as");
        return Program.run(Call.class, target);
    }

    @Test
    void aCallPlaysAFileAToneAndKeys(@TempDir Path folder) throws Exception {
        Path greeting = folder.resolve("greeting.wav");
        try (WavRecorder file = new WavRecorder(greeting)) {
            file.write(new short[2_400]);
        }
        Path message = folder.resolve("message.wav");
        try (Program machine = Program.run(Answer.class, ANY, message.toString());
                Program caller =
                        Program.run(
                                Call.class,
                                machine.says("call "),
                                greeting.toString(),
                                "440Hz",
                                "12#")) {
            caller.says("call is IN_CALL");
            machine.says("call from");
            assertThat(machine.says("keys")).isEqualTo("12#");
            machine.says("call is COMPLETED");
            caller.ends();
        }
        assertThat(Wav.read(message)).hasSizeGreaterThan(4_000);
    }

    @Test
    void aCallGoesThroughTheProxyAndAnotherOneThroughTheB2bua() throws Exception {
        try (Program machine = Program.run(Answer.class, ANY)) {
            String bob = machine.says("call ");
            try (Program proxy = Program.run(TinyProxy.class, ANY, "bob=" + bob);
                    Program b2bua = Program.run(TinyB2bua.class, ANY, bob)) {
                String viaProxy = "sip:bob@" + proxy.saysAddress("proxy at");
                String viaB2bua = "sip:bob@" + b2bua.saysAddress("b2bua at");
                for (String target : new String[] {viaProxy, viaB2bua}) {
                    try (Program caller = Program.run(Call.class, target, "7#")) {
                        assertThat(machine.says("keys")).isEqualTo("7#");
                        caller.says("call is COMPLETED");
                        caller.ends();
                    }
                }
                assertThat(proxy.says("INVITE for")).isEqualTo("bob goes to 1");
                b2bua.says("ended");
            }
        }
    }

    @Test
    void theProxyFindsALoop() throws Exception {
        String bob = "sip:bob@127.0.0.1:" + Ports.free();
        String at = bob.substring(bob.indexOf('@') + 1);
        try (Program proxy = Program.run(TinyProxy.class, at, "bob=" + bob)) {
            proxy.says("proxy at");
            try (Program caller = Program.run(Call.class, bob)) {
                assertThat(caller.says("nobody talks:")).isEqualTo("482");
            }
        }
    }
}
