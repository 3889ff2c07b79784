package io.referee.server.watch;

import io.referee.sip.header.NameAddr;
import io.referee.sip.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// One `dialog` of a document (RFC 4235 §4.1.2): how a leg stands, seen from the phone at its end.
/// *Immutable.*
///
/// @param id of the leg
/// @param direction of the leg, seen from us
/// @param seconds since it began
/// @param replaces the dialog whose place it took
/// @param referredBy who had it made by a REFER
record DialogElement(
        String id,
        DialogIds ids,
        Session.Direction direction,
        DialogState state,
        long seconds,
        Optional<DialogIds> replaces,
        Optional<NameAddr> referredBy,
        Party local,
        Party remote) {

    /// Who is at one end.
    ///
    /// @param target a URI that leads there; empty when it is not known
    record Party(NameAddr identity, String target) {}

    /// Whether it says what another one said before: how long it lasts goes without saying.
    boolean repeats(@Nullable DialogElement before) {
        return before != null && before.lasting(0).equals(lasting(0));
    }

    private DialogElement lasting(long duration) {
        return new DialogElement(
                id, ids, direction, state, duration, replaces, referredBy, local, remote);
    }

    /// Adds it to a document, in the order of the schema (§4.4).
    void write(XmlText xml) {
        xml.raw("<dialog").attribute("id", id);
        write(xml, ids);
        boolean initiator = direction == Session.Direction.INCOMING;
        xml.attribute("direction", initiator ? "initiator" : "recipient").raw(">\n");
        writeState(xml);
        xml.raw("<duration>").raw(Long.toString(seconds)).raw("</duration>\n");
        replaces.ifPresent(
                other -> {
                    xml.raw("<replaces");
                    write(xml, other);
                    xml.raw("/>\n");
                });
        referredBy.ifPresent(who -> writeAddress(xml, "referred-by", who));
        writeParty(xml, "local", local);
        writeParty(xml, "remote", remote);
        xml.raw("</dialog>\n");
    }

    private static void write(XmlText xml, DialogIds ids) {
        xml.attribute("call-id", ids.callId());
        if (!ids.localTag().isEmpty()) {
            xml.attribute("local-tag", ids.localTag());
        }
        if (!ids.remoteTag().isEmpty()) {
            xml.attribute("remote-tag", ids.remoteTag());
        }
    }

    private void writeState(XmlText xml) {
        xml.raw("<state");
        if (state instanceof DialogState.Terminated over) {
            xml.attribute("event", over.cause().word());
            if (over.code() > 0) {
                xml.attribute("code", Integer.toString(over.code()));
            }
        }
        xml.raw(">").raw(state.word()).raw("</state>\n");
    }

    private static void writeParty(XmlText xml, String name, Party party) {
        xml.raw("<").raw(name).raw(">");
        writeAddress(xml, "identity", party.identity());
        if (!party.target().isEmpty()) {
            xml.raw("<target").attribute("uri", party.target()).raw("/>");
        }
        xml.raw("</").raw(name).raw(">\n");
    }

    private static void writeAddress(XmlText xml, String name, NameAddr address) {
        xml.raw("<").raw(name);
        if (!address.displayName().isEmpty()) {
            xml.attribute("display", address.displayName());
        }
        xml.raw(">").text(address.uri().text()).raw("</").raw(name).raw(">");
    }
}
