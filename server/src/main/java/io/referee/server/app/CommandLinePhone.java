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

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `./referee phone`: one phone, one call, told on standard output. *One thread.*
final class CommandLinePhone {
    private static final int SIP_PORT = 5060;
    private static final long FOREVER_SECONDS = Duration.ofDays(1).toSeconds();

    /// After so long without an answer it says that there was none yet.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final PhoneOptions options;
    private final Terminal terminal;
    private final Duration patience;

    CommandLinePhone(PhoneOptions options, Terminal terminal) {
        this(options, terminal, PATIENCE);
    }

    CommandLinePhone(PhoneOptions options, Terminal terminal, Duration patience) {
        this.options = options;
        this.terminal = terminal;
        this.patience = patience;
    }

    /// @return 0 when all that was asked for worked, 1 when the other side said no, 2 for what
    ///   cannot work
    int run() {
        try (PhoneFiles files = PhoneFiles.open(options)) {
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
                return use(phone, account, files);
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
        } catch (UnknownHostException _) {
            throw new IOException("The server " + host + " cannot be found: no such name.");
        }
    }

    private int use(SoftPhone phone, SipAccount account, PhoneFiles files) {
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
            say("Calling " + options.call() + at(account) + '.');
            PhoneCall call = begun(line.call(options.call()), files);
            waitAWhile(call, account);
            return follow(call);
        }
        if (options.answer()) {
            say("Waiting for a call.");
            PhoneCall call = waitFor(incoming, FOREVER_SECONDS).orElse(null);
            if (call == null) {
                return ExitCode.REFUSED;
            }
            say("Call from " + call.remoteParty().text() + '.');
            call.answer();
            return follow(begun(call, files));
        }
        waitFor(
                new CompletableFuture<>(),
                options.seconds() == null ? FOREVER_SECONDS : options.seconds());
        return ExitCode.DONE;
    }

    /// Until anything was answered, or for so long that it has to be said that nothing was.
    private void waitAWhile(PhoneCall call, SipAccount account) {
        CallState[] further =
                Arrays.stream(CallState.values())
                        .filter(state -> state != CallState.CREATED && state != CallState.SETUP)
                        .toArray(CallState[]::new);
        if (within(call.whenIn(further), patience).isEmpty()) {
            say("Nobody rings yet" + at(account) + '.');
        }
    }

    /// `at host:port over udp`, as the end of what is tried.
    private static String at(SipAccount account) {
        String transport = account.transport().text().toLowerCase(Locale.ROOT);
        return " at " + account.registrar() + " over " + transport;
    }

    private boolean registered(PhoneLine line) {
        SipAccount account = line.account();
        say("Registering " + account.user() + '@' + account.domain() + at(account) + '.');
        CompletableFuture<LineState> registering = line.register();
        if (within(registering, patience).isEmpty()) {
            say("No answer yet" + at(account) + "; is a SIP server there?");
        }
        LineState state = waitFor(registering, FOREVER_SECONDS).orElse(LineState.ERROR);
        if (state == LineState.REGISTERED) {
            say("Registered as " + line.account().user() + '@' + line.account().domain() + '.');
            return true;
        }
        terminal.err().println("Not registered: " + line.reason() + '.');
        return false;
    }

    private PhoneCall begun(PhoneCall call, PhoneFiles files) {
        call.onState(state -> say("Call: " + words(state) + '.'));
        files.use(call);
        return call;
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
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private void say(String sentence) {
        terminal.out().println(sentence);
        terminal.out().flush();
    }

    private static <T> Optional<T> waitFor(CompletableFuture<T> future, long seconds) {
        return within(future, Duration.ofSeconds(seconds));
    }

    private static <T> Optional<T> within(CompletableFuture<T> future, Duration limit) {
        try {
            return Optional.ofNullable(future.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
