package io.referee.server.api;

import io.referee.server.account.DirectoryStore;
import io.referee.server.account.Hashes;
import io.referee.server.account.PlanVersionStore;
import io.referee.server.api.ApiSettings.CallManagerAccess;
import io.referee.server.app.Core;
import io.referee.server.app.StoredDirectory;
import io.referee.server.app.world.ScriptWorld;
import io.referee.server.cdr.RecordKeeper;
import io.referee.server.event.AuditKeeper;
import io.referee.server.event.EventStream;
import io.referee.server.event.Fact;
import io.referee.server.event.SequenceStore;
import io.referee.server.event.TraceBook;
import io.referee.server.registrar.StoredBinding;
import io.referee.server.transfer.TransferLimits;
import io.referee.server.transfer.TransferSettings;
import io.referee.server.transfer.TransferSettings.ParkRules;
import io.referee.server.virtual.NoBindings;
import io.referee.sip.message.Request;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// A real API on a free port of 127.0.0.1, before a real core on a [Wire]. Two users: aaron with
/// alice, bob and carol, berta with dora ([LivePeople]). Every account's phone is registered,
/// dora's from behind a NAT.
final class LiveApi implements AutoCloseable, EngineDoor {
    static final String ADMIN = "k-admin";
    static final String AARON = "k-aaron";
    static final String BERTA = "k-berta";

    private static final Measure RECEIVED =
            Measure.counter("referee.sip.received", "Messages that came.", () -> 7);

    private static final ParkRules SLOTS = new ParkRules(700, 719, Duration.ofMinutes(2));

    private static final String SDP =
            """
            v=0
            o=phone 1 1 IN IP4 198.51.100.9
            s=-
            c=IN IP4 198.51.100.9
            t=0 0
            m=audio 4000 RTP/AVP 8
            a=rtpmap:8 PCMA/8000
            """;

    final Wire wire = new Wire();
    final EventStream events = new EventStream(SequenceStore.forgetful());
    final StoredDirectory directory;
    final PlanVersionStore versions = new Stored.InMemoryVersions();
    final Stored.InMemoryValues values = new Stored.InMemoryValues();
    private final ScriptWorld world = Rubies.world(values);
    final Stored.InMemoryRecords records;
    final Stored.InMemoryAudit audit = new Stored.InMemoryAudit();

    /// What `GET /healthz` tells.
    volatile List<String> troubles = List.of();

    final Core core;
    private final ApiServices services;
    final Api api;
    final InetSocketAddress address;
    private boolean busy;
    private boolean broken;
    private int invites;

    LiveApi() {
        this(CallManagerAccess.KEY, _ -> false);
    }

    LiveApi(CallManagerAccess callManager, Predicate<InetAddress> from) {
        this(callManager, from, Core.Protection.none());
    }

    LiveApi(
            CallManagerAccess callManager,
            Predicate<InetAddress> from,
            Core.Protection protection) {
        this(callManager, from, protection, TransferLimits.STANDARD);
    }

    LiveApi(
            CallManagerAccess callManager,
            Predicate<InetAddress> from,
            Core.Protection protection,
            TransferLimits limits) {
        DirectoryStore kept = new Stored.InMemoryDirectory();
        LivePeople.into(kept, versions);
        directory =
                new StoredDirectory(
                        kept,
                        List.of("localhost"),
                        _ -> changed(),
                        text -> Rubies.scripts().check(text),
                        versions);
        core =
                new Core(
                        new Core.Surroundings(
                                wire, events, directory::current, new NoBindings(), new byte[32]),
                        Core.Settings.standard("Referee/test")
                                .transfer(TransferSettings.STANDARD.limits(limits).park(SLOTS)),
                        protection);
        core.providers().start();
        TraceBook traces = new TraceBook();
        records = new Stored.InMemoryRecords();
        events.attach(traces);
        events.attach(new RecordKeeper(records));
        events.attach(new AuditKeeper(audit));
        wire.tap((message, hop) -> core.log().sent(message, hop, Wire.LOCAL));
        services =
                new ApiServices(
                        this,
                        core.switchboard(),
                        core.transfers(),
                        core.registrar(),
                        core.providers(),
                        directory,
                        Rubies.services(versions, world, core),
                        events,
                        traces,
                        records,
                        audit,
                        core.guard(),
                        core.credit(),
                        wire::now,
                        List.of(RECEIVED),
                        () -> troubles,
                        () -> new BackupDesk.Copy("backup.zip", 1));
        api =
                new Api(
                        new ApiSettings(
                                new InetSocketAddress("127.0.0.1", 0),
                                Optional.empty(),
                                Hashes.ofKey(ADMIN),
                                "test",
                                callManager,
                                from),
                        services);
        address = started();
        register("alice", "bob", "carol", "dora");
    }

    private InetSocketAddress started() {
        try {
            return api.start();
        } catch (ListenFailed e) {
            throw new AssertionError(e);
        }
    }

    private void register(String... names) {
        int port = 6000;
        for (String name : names) {
            String at = "198.51.100.7:" + ++port;
            String contact = name.equals("dora") ? "10.0.0.4:5060" : at;
            core.registrar()
                    .restore(
                            List.of(
                                    new StoredBinding(
                                            name + "@localhost",
                                            "sip:" + name + "@" + contact,
                                            at,
                                            "udp",
                                            "udp:" + at,
                                            "reg-" + name,
                                            1,
                                            1,
                                            "",
                                            0,
                                            "",
                                            0,
                                            Wire.NOW.plus(Duration.ofHours(1)))));
        }
    }

    ApiServices services() {
        return services;
    }

    private synchronized void changed() {
        core.providers().directoryChanged();
        api.directoryChanged();
    }

    /// From now on the engine does not answer.
    void tooBusy() {
        busy = true;
    }

    /// From now on the engine fails.
    void broken() {
        broken = true;
    }

    @Override
    public synchronized <T> T ask(Supplier<T> question) {
        if (busy) {
            throw new Busy("The engine did not answer within 0 s.");
        }
        if (broken) {
            throw new IllegalStateException("a secret of the inside");
        }
        return question.get();
    }

    synchronized void publish(String owner, Fact fact) {
        events.publish(Wire.NOW, owner, "", "", "", fact);
    }

    private void receive(String text, Hop from) {
        SipMessage message = Wire.message(text);
        core.log().received(message, from, Wire.LOCAL);
        core.received(message, from);
    }

    /// A guest calls an account, and its phone rings; the id of the call.
    ///
    /// @param from what stands before the tag in From
    synchronized String ringing(String from, String account) {
        int number = ++invites;
        receive(
                """
                INVITE sip:%s@localhost SIP/2.0
                Via: SIP/2.0/UDP 198.51.100.9:5070;branch=z9hG4bK-guest-%d
                Max-Forwards: 70
                From: %s;tag=guest%d
                To: <sip:%s@localhost>
                Call-ID: guest-call-%d
                CSeq: 1 INVITE
                Contact: <sip:guest@198.51.100.9:5070>
                Content-Type: application/sdp

                %s\
                """
                        .formatted(account, number, from, number, account, number, SDP),
                Wire.GUEST);
        return core.switchboard().calls().stream().reduce((_, last) -> last).orElseThrow().id();
    }

    /// The same, and somebody answers.
    synchronized String talking(String from, String account) {
        String call = ringing(from, account);
        answer();
        String toTag = wire.response().to().tag();
        receive(
                """
                ACK sip:%s@localhost SIP/2.0
                Via: SIP/2.0/UDP 198.51.100.9:5070;branch=z9hG4bK-guest-ack-%d
                Max-Forwards: 70
                From: %s;tag=guest%d
                To: <sip:%s@localhost>;tag=%s
                Call-ID: guest-call-%d
                CSeq: 1 ACK
                Content-Length: 0

                """
                        .formatted(account, invites, from, invites, account, toTag, invites),
                Wire.GUEST);
        return call;
    }

    /// The phone that was rung last answers.
    synchronized void answer() {
        Request invite = wire.request("INVITE");
        respond(invite, "200 OK", SDP);
    }

    /// Whoever was asked by re-INVITE last takes it.
    synchronized void agree() {
        Request invite = wire.request("INVITE");
        respond(invite, invite.to().text(), "200 OK", SDP);
    }

    /// The phone that was rung last is busy.
    synchronized void refuse() {
        respond(wire.request("INVITE"), "486 Busy Here", "");
    }

    /// The phone that was rung last, and has answered, asks for a transfer.
    synchronized void refer(String to) {
        Request invite = wire.request("INVITE");
        receive(
                """
                REFER %s SIP/2.0
                Via: SIP/2.0/UDP 198.51.100.7:6001;branch=z9hG4bK-refer-%d
                Max-Forwards: 70
                From: %s;tag=phone
                To: %s
                Call-ID: %s
                CSeq: 7 REFER
                Contact: <sip:phone@198.51.100.7:6001>
                Refer-To: <sip:%s@localhost>
                Content-Length: 0

                """
                        .formatted(
                                invite.contact().orElseThrow().uri().text(),
                                ++invites,
                                invite.to().text(),
                                invite.from().text(),
                                invite.callId(),
                                to),
                Hop.udp(Hosts.address("198.51.100.7", 6001)));
    }

    private void respond(Request request, String status, String body) {
        respond(request, request.to().text() + ";tag=phone", status, body);
    }

    private void respond(Request request, String to, String status, String body) {
        String type = body.isEmpty() ? "" : "Content-Type: application/sdp\n";
        receive(
                "SIP/2.0 "
                        + status
                        + "\nVia: "
                        + request.value(io.referee.sip.message.HeaderName.VIA).orElseThrow()
                        + "\nFrom: "
                        + request.from().text()
                        + "\nTo: "
                        + to
                        + "\nCall-ID: "
                        + request.callId()
                        + "\nCSeq: "
                        + request.cseq().number()
                        + " "
                        + request.method().name()
                        + "\nContact: <sip:phone@198.51.100.7:6001>\n"
                        + type
                        + "\n"
                        + body,
                Hop.udp(Hosts.address("198.51.100.7", 6001)));
    }

    /// The SIP Call-ID of the leg that was received last.
    String guestCallId() {
        return "guest-call-" + invites;
    }

    @Override
    public void close() {
        api.close();
        world.close();
    }
}
