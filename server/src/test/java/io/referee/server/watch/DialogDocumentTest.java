package io.referee.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.event.LegFact;
import io.referee.server.watch.DialogDocument.Scope;
import io.referee.server.watch.DialogElement.Party;
import io.referee.sip.header.NameAddr;
import io.referee.sip.session.Session;
import io.referee.sip.uri.SipUri;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import javax.xml.parsers.DocumentBuilderFactory;

/// The document of RFC 4235, read by somebody else's XML parser.
class DialogDocumentTest {
    private static final Party ALICE =
            new Party(NameAddr.of(SipUri.of("alice", "example.org", -1)), "sip:alice@192.0.2.7");

    private static DialogElement dialog(String callId, DialogState state, Party remote) {
        return new DialogElement(
                "l1",
                new DialogIds(callId, "theirs", ""),
                Session.Direction.OUTGOING,
                state,
                7,
                Optional.of(new DialogIds("old", "x", "y")),
                Optional.of(ALICE.identity()),
                ALICE,
                remote);
    }

    private static Element root(DialogElement... dialogs) throws Exception {
        byte[] octets =
                new DialogDocument(3, Scope.PARTIAL, "alice@example.org", List.of(dialogs))
                        .octets();
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Document document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(octets));
        return document.getDocumentElement();
    }

    private static Element one(Element root, String name) {
        return (Element) root.getElementsByTagNameNS("*", name).item(0);
    }

    @Test
    void theWholeOfADialogCanBeReadBack() throws Exception {
        Element root = root(dialog("c1", DialogState.Alive.EARLY, ALICE));
        assertThat(root.getAttribute("version")).isEqualTo("3");
        assertThat(root.getAttribute("state")).isEqualTo("partial");
        assertThat(root.getAttribute("entity")).isEqualTo("sip:alice@example.org");
        Element dialog = one(root, "dialog");
        assertThat(dialog.getAttribute("local-tag")).isEqualTo("theirs");
        assertThat(dialog.hasAttribute("remote-tag")).isFalse();
        assertThat(dialog.getAttribute("direction")).isEqualTo("recipient");
        assertThat(one(dialog, "state").getTextContent()).isEqualTo("early");
        assertThat(one(dialog, "duration").getTextContent()).isEqualTo("7");
        assertThat(one(dialog, "replaces").getAttribute("remote-tag")).isEqualTo("y");
        assertThat(one(dialog, "referred-by").getTextContent()).isEqualTo("sip:alice@example.org");
        assertThat(one(one(dialog, "local"), "target").getAttribute("uri"))
                .isEqualTo("sip:alice@192.0.2.7");
    }

    @Test
    void whatAPeerSaysCannotBreakOut() throws Exception {
        String evil = "\"><state>x</state>&amp;'\t\n<!--";
        NameAddr name = new NameAddr(evil, ALICE.identity().uri(), ALICE.identity().parameters());
        Element root = root(dialog(evil, DialogState.Alive.CONFIRMED, new Party(name, evil)));
        assertThat(one(root, "dialog").getAttribute("call-id")).isEqualTo(evil);
        assertThat(root.getElementsByTagNameNS("*", "state").getLength()).isEqualTo(1);
        Element remote = one(root, "remote");
        assertThat(one(remote, "identity").getAttribute("display")).isEqualTo(evil);
        assertThat(one(remote, "target").getAttribute("uri")).isEqualTo(evil);
    }

    @Test
    void whatXmlCannotHoldIsReplaced() {
        String text = "a\u0000\u001b\ufffe\ud800b\ud83d\ude00";
        String written = new String(new XmlText().text(text).octets(), StandardCharsets.UTF_8);
        assertThat(written).isEqualTo("a\ufffd\ufffd\ufffd\ufffdb\ud83d\ude00");
    }

    @Test
    void theEndOfADialogSaysWhy() throws Exception {
        var busy = DialogState.ofCalled(new LegFact.Ended(486, "peer", "Busy Here"));
        Element state = one(root(dialog("c1", busy, ALICE)), "state");
        assertThat(state.getTextContent()).isEqualTo("terminated");
        assertThat(state.getAttribute("event")).isEqualTo("rejected");
        assertThat(state.getAttribute("code")).isEqualTo("486");
        assertThat(DialogState.ofCalled(new LegFact.Ended(408, "peer", "")).cause().word())
                .isEqualTo("timeout");
        assertThat(DialogState.ofCaller(new LegFact.Ended(504, "timeout", "")).cause().word())
                .isEqualTo("timeout");
        assertThat(DialogState.replaced().cause().word()).isEqualTo("replaced");
    }
}
