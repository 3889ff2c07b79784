package io.referee.server.app;

import io.referee.net.BindFailed;
import io.referee.net.EngineSettings;
import io.referee.net.TlsClient;
import io.referee.server.app.cli.ExitCode;
import io.referee.server.app.cli.PhoneOptions;
import io.referee.server.app.cli.Terminal;
import io.referee.sip.transport.Transport;
import io.referee.softphone.CallState;
import io.referee.softphone.LineState;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.PhoneEngine;
import io.referee.softphone.PhoneLine;
import io.referee.softphone.SipAccount;
import io.referee.softphone.SoftPhone;
import io.referee.softphone.TransferOutcome;
import io.referee.softphone.rtp.Wav;
import io.referee.softphone.rtp.WavRecorder;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `./referee phone`: one phone, one call, told on standard output. *One thread.*
final class CommandLinePhone {
    private static final int SIP_PORT = 5060;
    private static final long FOREVER_SECONDS = Duration.ofDays(1).toSeconds();

    private final PhoneOptions options;
    private final Terminal terminal;

    CommandLinePhone(PhoneOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    /// @return 0 when all that was asked for worked, 1 when the other side said no, 2 for what
    ///   cannot work
    int run() {
        try {
            SipAccount account = account();
            InetAddress address = localAddress(account);
            List<Path> trusted = options.ca() == null ? List.of() : List.of(options.ca());
            EngineSettings settings =
                    EngineSettings.at(address).withTls(TlsClient.standard().trusting(trusted));
            try (PhoneEngine engine = PhoneEngine.start(settings);
                    SoftPhone phone =
                            SoftPhone.builder()
                                    .engine(engine)
                                    .name(account.user())
                                    .bindAddress(address)
                                    .build()) {
                return use(phone, account);
            }
        } catch (BindFailed | IOException | IllegalArgumentException e) {
            terminal.err().println(e.getMessage());
            return ExitCode.WRONG_USE;
        }
    }

    private SipAccount account() {
        String address = options.register() == null ? "phone@localhost" : options.register();
        int at = address.indexOf('@');
        if (at <= 0 || at == address.length() - 1) {
            throw new IllegalArgumentException(
                    "--register wants USER@DOMAIN, not \"" + address + "\".");
        }
        String domain = address.substring(at + 1);
        String server = options.server() == null ? domain : options.server();
        Transport transport = Transport.named(options.transport()).orElse(Transport.UDP);
        String password = Optional.ofNullable(options.password()).orElse("");
        return new SipAccount(address.substring(0, at), password, domain, server, transport);
    }

    /// The address by which the server reaches this machine.
    private static InetAddress localAddress(SipAccount account) throws IOException {
        String server = account.registrar();
        int colon = server.lastIndexOf(':');
        String host = colon > 0 && !server.endsWith("]") ? server.substring(0, colon) : server;
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(new InetSocketAddress(InetAddress.getByName(host), SIP_PORT));
            return probe.getLocalAddress();
        }
    }

    private int use(SoftPhone phone, SipAccount account) throws IOException {
        CompletableFuture<PhoneCall> incoming = new CompletableFuture<>();
        phone.onIncomingCall(
                call -> {
                    if (!options.answer() || !incoming.complete(call)) {
                        call.reject(486);
                    }
                });
        PhoneLine line = phone.line(account);
        if (options.register() != null && !registered(line)) {
            return ExitCode.REFUSED;
        }
        if (options.call() != null) {
            return talk(line.call(options.call()));
        }
        if (options.answer()) {
            say("Waiting for a call.");
            PhoneCall call = waitFor(incoming, FOREVER_SECONDS).orElse(null);
            if (call == null) {
                return ExitCode.REFUSED;
            }
            say("Call from " + call.remoteParty().text() + '.');
            call.answer();
            return talk(call);
        }
        waitFor(
                new CompletableFuture<>(),
                options.seconds() == null ? FOREVER_SECONDS : options.seconds());
        return ExitCode.DONE;
    }

    private boolean registered(PhoneLine line) {
        LineState state = waitFor(line.register(), FOREVER_SECONDS).orElse(LineState.ERROR);
        if (state == LineState.REGISTERED) {
            say("Registered as " + line.account().user() + '@' + line.account().domain() + '.');
            return true;
        }
        terminal.err().println("Not registered: " + line.reason() + '.');
        return false;
    }

    private int talk(PhoneCall call) throws IOException {
        call.onState(state -> say("Call: " + words(state) + '.'));
        if (options.play() != null) {
            call.audio().play(Wav.playing(Wav.read(options.play())));
        }
        if (options.record() == null) {
            return follow(call);
        }
        try (WavRecorder recorder = new WavRecorder(options.record())) {
            call.audio().record(recorder);
            return follow(call);
        }
    }

    private int follow(PhoneCall call) {
        waitFor(call.whenIn(CallState.IN_CALL), FOREVER_SECONDS);
        if (call.state().ended()) {
            terminal.err()
                    .println("The call was not answered: " + call.endStatus().orElse(0) + '.');
            return ExitCode.REFUSED;
        }
        if (options.transfer() != null) {
            return transfer(call);
        }
        long limit = options.seconds() == null ? FOREVER_SECONDS : options.seconds();
        waitFor(call.whenIn(CallState.COMPLETED), limit);
        var report = call.audio().report();
        call.hangUp();
        say("Sent " + report.sent() + " and received " + report.received() + " RTP packets.");
        return ExitCode.DONE;
    }

    private int transfer(PhoneCall call) {
        String target = Optional.ofNullable(options.transfer()).orElse("");
        TransferOutcome outcome =
                waitFor(call.blindTransfer(target).result(), FOREVER_SECONDS)
                        .orElseGet(TransferOutcome.Unknown::new);
        say(
                switch (outcome) {
                    case TransferOutcome.Completed(int status) -> "Transferred: " + status + '.';
                    case TransferOutcome.Failed(int status) -> "Not transferred: " + status + '.';
                    case TransferOutcome.Unknown _ -> "Nobody said how the transfer ended.";
                });
        call.hangUp();
        return outcome instanceof TransferOutcome.Completed ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private static String words(CallState state) {
        return state.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    private void say(String sentence) {
        terminal.out().println(sentence);
        terminal.out().flush();
    }

    private static <T> Optional<T> waitFor(CompletableFuture<T> future, long seconds) {
        try {
            return Optional.ofNullable(future.get(seconds, TimeUnit.SECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
