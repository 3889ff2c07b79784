package io.referee.server.store;

import static io.referee.server.store.CallText.needed;
import static io.referee.server.store.CallText.text;
import static io.referee.server.store.CallText.texts;
import static io.referee.server.store.CallText.time;

import io.referee.server.account.Price;
import io.referee.server.account.TransferMode;
import io.referee.server.call.KeptLedger;
import io.referee.server.call.KeptLeg;
import io.referee.server.call.LegIdentity;
import io.referee.sip.dialog.Dialog;
import io.referee.sip.header.NameAddr;
import io.referee.sip.sdp.Direction;
import io.referee.sip.sdp.MediaLayout;
import io.referee.sip.sdp.SdpReading;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.session.KeptInvite;
import io.referee.sip.session.KeptSession;
import io.referee.sip.session.Session;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Transport;
import io.referee.sip.uri.Uri;

import tools.jackson.databind.JsonNode;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A leg of a kept call as JSON, see [CallText]. Connections end with the process: a leg on one is
/// kept with the address of its peer alone. *Any thread.*
final class LegText {
    private LegText() {}

    static Map<String, Object> tree(KeptLeg leg) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", leg.id());
        identity(tree, leg.identity());
        tree.put("created", leg.created().toEpochMilli());
        tree.put("answered", leg.answered().toEpochMilli());
        tree.put("refers", leg.refers());
        tree.put("allowedByPlan", leg.allowedByPlan());
        tree.put("provider", leg.provider());
        leg.talksUntil().ifPresent(at -> tree.put("talksUntil", at.toEpochMilli()));
        leg.lastsUntil().ifPresent(at -> tree.put("lastsUntil", at.toEpochMilli()));
        leg.shown().ifPresent(shown -> tree.put("shown", shown(shown)));
        tree.put("session", session(leg.session()));
        tree.put("media", ledger(leg.ledger()));
        if (!leg.referred().isEmpty()) {
            tree.put("referred", leg.referred());
        }
        return tree;
    }

    static KeptLeg leg(JsonNode tree) {
        return new KeptLeg(
                needed(tree, "id"),
                identity(tree),
                time(tree, "created"),
                time(tree, "answered"),
                tree.path("refers").asInt(0),
                tree.path("allowedByPlan").asBoolean(false),
                text(tree, "provider"),
                maybe(tree, "talksUntil"),
                maybe(tree, "lastsUntil"),
                tree.has("shown") ? Optional.of(shown(tree.path("shown"))) : Optional.empty(),
                session(tree.path("session")),
                ledger(tree.path("media")),
                texts(tree, "referred"));
    }

    private static Optional<Instant> maybe(JsonNode tree, String key) {
        return tree.has(key) ? Optional.of(time(tree, key)) : Optional.empty();
    }

    // ---- who it is

    static void identity(Map<String, Object> tree, LegIdentity who) {
        tree.put("direction", who.direction().name());
        tree.put("from", who.from());
        tree.put("to", who.to());
        tree.put("party", who.party());
        tree.put("account", who.account());
        tree.put("payer", who.payer());
        tree.put("createdBy", who.createdBy());
        tree.put("transfer", who.transfer().name());
        tree.put("price", who.price().text());
    }

    static LegIdentity identity(JsonNode tree) {
        return new LegIdentity(
                Session.Direction.valueOf(needed(tree, "direction")),
                text(tree, "from"),
                text(tree, "to"),
                text(tree, "party"),
                text(tree, "account"),
                text(tree, "payer"),
                text(tree, "createdBy"),
                TransferMode.valueOf(needed(tree, "transfer")),
                Price.of(text(tree, "price")));
    }

    private static Map<String, Object> shown(KeptLeg.Shown shown) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("privacy", shown.privacy());
        tree.put("from", shown.from());
        tree.put("asserted", shown.asserted());
        tree.put("origin", shown.origin());
        return tree;
    }

    private static KeptLeg.Shown shown(JsonNode tree) {
        return new KeptLeg.Shown(
                texts(tree, "privacy"),
                text(tree, "from"),
                texts(tree, "asserted"),
                needed(tree, "origin"));
    }

    // ---- its dialog

    private static Map<String, Object> session(KeptSession session) {
        Dialog dialog = session.dialog();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("direction", session.direction().name());
        tree.put("callId", dialog.callId());
        tree.put("local", dialog.local().text());
        tree.put("remote", dialog.remote().text());
        tree.put("target", dialog.remoteTarget().text());
        tree.put("routes", dialog.routeSet().stream().map(NameAddr::text).toList());
        tree.put("localSeq", dialog.localSeq());
        tree.put("remoteSeq", dialog.remoteSeq());
        tree.put("hop", hop(session.hop()));
        tree.put("contactUser", session.contactUser());
        tree.put("allow", session.allow());
        tree.put("extensions", session.extensions());
        tree.put("updates", session.peer().updates());
        tree.put("refusesRefer", session.peer().refusesRefer());
        tree.put("followsFrom", session.peer().followsFrom());
        tree.put("targetDialogs", session.peer().targetDialogs());
        tree.put("focus", session.peer().focus());
        tree.put("expires", session.timer().seconds());
        tree.put("minimum", session.timer().minimum());
        tree.put("refreshes", session.timer().ours());
        return tree;
    }

    private static KeptSession session(JsonNode tree) {
        List<NameAddr> routes = new ArrayList<>(0);
        for (String route : texts(tree, "routes")) {
            routes.add(address(route));
        }
        Uri target =
                Uri.parse(needed(tree, "target"))
                        .orElseThrow(() -> new IllegalArgumentException("no target"));
        Dialog dialog =
                new Dialog(
                        needed(tree, "callId"),
                        address(needed(tree, "local")),
                        address(needed(tree, "remote")),
                        target,
                        List.copyOf(routes),
                        tree.path("localSeq").asLong(0),
                        tree.path("remoteSeq").asLong(-1));
        return new KeptSession(
                Session.Direction.valueOf(needed(tree, "direction")),
                dialog,
                hop(tree.path("hop")),
                text(tree, "contactUser"),
                text(tree, "allow"),
                text(tree, "extensions"),
                new KeptSession.Peer(
                        tree.path("updates").asBoolean(false),
                        tree.path("refusesRefer").asBoolean(false),
                        tree.path("followsFrom").asBoolean(false),
                        tree.path("targetDialogs").asBoolean(false),
                        tree.path("focus").asBoolean(false)),
                new KeptSession.Timer(
                        tree.path("expires").asLong(0),
                        tree.path("minimum").asLong(0),
                        tree.path("refreshes").asBoolean(false)));
    }

    /// An INVITE that nobody has answered.
    static Map<String, Object> invite(KeptInvite invite) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("direction", invite.direction().name());
        tree.put("invite", invite.invite());
        tree.put("hop", hop(invite.hop()));
        tree.put("tag", invite.tag());
        return tree;
    }

    static KeptInvite invite(JsonNode tree) {
        return new KeptInvite(
                Session.Direction.valueOf(needed(tree, "direction")),
                needed(tree, "invite"),
                hop(tree.path("hop")),
                needed(tree, "tag"));
    }

    private static NameAddr address(String text) {
        return NameAddr.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("no address: " + text));
    }

    private static Map<String, Object> hop(Hop hop) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("transport", hop.transport().text());
        tree.put("host", hop.host());
        tree.put("port", hop.port());
        if (!hop.name().equals(hop.host())) {
            tree.put("name", hop.name());
        }
        return tree;
    }

    private static Hop hop(JsonNode tree) {
        Transport transport =
                Transport.named(text(tree, "transport"))
                        .orElseThrow(() -> new IllegalArgumentException("no transport"));
        InetSocketAddress at = Hosts.address(needed(tree, "host"), tree.path("port").asInt(0));
        String name = text(tree, "name");
        return name.isEmpty() || at.isUnresolved()
                ? Hop.of(transport, at)
                : Hop.of(transport, InetSocketAddress.createUnresolved(name, at.getPort()))
                        .resolved(at.getAddress());
    }

    // ---- its media

    private static Map<String, Object> ledger(KeptLedger media) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("session", media.session());
        tree.put("version", media.version());
        tree.put("address", media.address());
        media.local().ifPresent(body -> tree.put("local", written(body)));
        media.remote().ifPresent(body -> tree.put("remote", written(body)));
        if (!media.stamped().equals(media.local())) {
            media.stamped().ifPresent(body -> tree.put("stamped", written(body)));
        }
        tree.put("sender", media.sender());
        tree.put("layout", media.layout().slots().stream().map(LegText::slot).toList());
        tree.put("wanted", media.wanted().name());
        tree.put("now", limit(media.now()));
        tree.put("localUnder", limit(media.localUnder()));
        tree.put("aside", limit(media.aside()));
        tree.put("untouched", media.untouched());
        return tree;
    }

    private static KeptLedger ledger(JsonNode tree) {
        Optional<SessionDescription> local = body(tree, "local");
        List<MediaLayout.Slot> slots = new ArrayList<>(2);
        for (JsonNode slot : tree.path("layout")) {
            slots.add(
                    new MediaLayout.Slot(
                            needed(slot, "type"), text(slot, "proto"), text(slot, "format")));
        }
        return new KeptLedger(
                tree.path("session").asLong(0),
                tree.path("version").asLong(0),
                text(tree, "address"),
                body(tree, "stamped").or(() -> local),
                local,
                body(tree, "remote"),
                text(tree, "sender"),
                new MediaLayout(slots),
                Direction.valueOf(needed(tree, "wanted")),
                limit(tree.path("now")),
                limit(tree.path("localUnder")),
                limit(tree.path("aside")),
                tree.path("untouched").asBoolean(false));
    }

    private static Map<String, Object> slot(MediaLayout.Slot slot) {
        return Map.of("type", slot.type(), "proto", slot.proto(), "format", slot.format());
    }

    private static Map<String, Object> limit(KeptLedger.Limit limit) {
        return Map.of("most", limit.most().name(), "held", limit.held());
    }

    private static KeptLedger.Limit limit(JsonNode tree) {
        return new KeptLedger.Limit(
                Direction.valueOf(needed(tree, "most")), tree.path("held").asBoolean(false));
    }

    private static String written(SessionDescription body) {
        return new String(body.bytes(), StandardCharsets.UTF_8);
    }

    private static Optional<SessionDescription> body(JsonNode tree, String key) {
        return tree.has(key)
                        && SessionDescription.parse(text(tree, key))
                                instanceof SdpReading.Parsed(SessionDescription read)
                ? Optional.of(read)
                : Optional.empty();
    }
}
