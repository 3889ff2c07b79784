package io.referee.server.registrar;

import io.referee.server.account.Access;
import io.referee.server.account.Account;
import io.referee.server.account.Authenticator;
import io.referee.server.account.ChallengeOffer;
import io.referee.server.account.LoginReport;
import io.referee.server.account.Nat;
import io.referee.server.virtual.EventLog;
import io.referee.server.virtual.Registering;
import io.referee.server.virtual.Registering.CSeqOf;
import io.referee.server.virtual.SmallDirectory;
import io.referee.server.virtual.VirtualOutside;
import io.referee.sip.digest.Algorithm;
import io.referee.sip.digest.ClientDigest.Login;
import io.referee.sip.digest.Nonces;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.session.Session;
import io.referee.sip.session.SessionSettings;
import io.referee.sip.session.UserAgent;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transaction.Timing;
import io.referee.sip.transport.Hop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A registrar behind a user agent, with the accounts alice, bob and carol of example.org, whose
/// passwords are `pw`.
final class Office {
    static final String ALICE = "alice@example.org";
    static final RegistrarSettings SETTINGS = RegistrarSettings.of("Referee/test");

    final VirtualOutside outside;
    final MemoryStore store;
    final EventLog events = new EventLog();
    final Registrar registrar;
    private final UserAgent agent;
    private SmallDirectory directory = new SmallDirectory(accounts(Nat.UNKNOWN));

    Office() {
        this(SETTINGS, new VirtualOutside(), new MemoryStore());
    }

    Office(RegistrarSettings settings, VirtualOutside outside, MemoryStore store) {
        this.outside = outside;
        this.store = store;
        Authenticator authenticator =
                new Authenticator(
                        outside,
                        new LoginReport(outside, events),
                        () -> directory,
                        new Nonces(new byte[16]),
                        ChallengeOffer.DEFAULT);
        registrar =
                new Registrar(
                        new Registrar.Surroundings(
                                outside, events, store, () -> directory, new byte[16]),
                        authenticator,
                        settings);
        agent =
                new UserAgent(
                        outside,
                        new SessionSettings("Referee/test", "REGISTER", "", Timing.STANDARD),
                        new Door());
    }

    /// This stands between the phones of alice and us from now on.
    void behind(Nat nat) {
        directory = new SmallDirectory(accounts(nat));
    }

    private static List<Account> accounts(Nat nat) {
        return List.of(
                SmallDirectory.of("alice", "pw", Access.USUAL.behind(nat)),
                SmallDirectory.of("bob", "pw"),
                SmallDirectory.of("carol", "pw"));
    }

    private final class Door implements UserAgent.Handler {
        @Override
        public void invited(Session session, Request invite) {
            throw new AssertionError("no calls here");
        }

        @Override
        public void requested(ServerTransaction transaction) {
            registrar.register(transaction);
        }
    }

    /// Sends a request and takes the answer.
    Response send(Request request, Hop from) {
        agent.received(request, from);
        return outside.lastResponse();
    }

    void pass(Duration duration) {
        outside.pass(duration);
    }

    /// The contacts that calls to alice go to, in order.
    List<String> alice() {
        return registrar.bindings(ALICE).stream().map(it -> it.contact().text()).toList();
    }

    /// The values of Contact in an answer, in order.
    static List<String> contacts(Response answer) {
        return answer.values(HeaderName.CONTACT);
    }

    /// A phone of alice that sends from [Registering#UDP].
    Phone phone(String callId) {
        return new Phone("alice", callId, Registering.UDP);
    }

    /// A phone: counts its CSeq numbers and answers challenges.
    final class Phone {
        private final Hop hop;
        private final String callId;
        private final Login login;
        long cseq;

        Phone(String user, String callId, Hop hop) {
            this.login = new Login(user, "pw");
            this.callId = callId;
            this.hop = hop;
        }

        /// Sends a REGISTER, and again with credentials.
        ///
        /// @param headers each as `Name: value`
        Response register(String... headers) {
            Response challenge = ask(List.of(headers));
            if (challenge.status() != 401) {
                return challenge;
            }
            List<String> more = new ArrayList<>(List.of(headers));
            more.add(
                    Registering.authorization(
                            Method.REGISTER,
                            Registering.challenge(challenge.headers(), Algorithm.SHA_256),
                            login,
                            1));
            return ask(more);
        }

        private Response ask(List<String> headers) {
            CSeqOf id = new CSeqOf(callId, ++cseq);
            return send(Registering.request(Method.REGISTER, login.username(), id, headers), hop);
        }
    }
}
