package io.referee.server.ladders;

import io.referee.sip.message.HeaderName;
import io.referee.sip.message.SipMessage;

import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/// The dialogs in the body of a NOTIFY (RFC 4235), as a watcher reads them. Immutable.
record ToldDialogs(long version, String state, String entity, List<Dialog> dialogs) {
    private static final String TYPE = "application/dialog-info+xml";
    private static final String SPACE = "urn:ietf:params:xml:ns:dialog-info";

    /// Call-ID and tags, as the phone sees them.
    record Ids(String callId, String localTag, String remoteTag) {}

    /// One of them. A text that is not said is empty.
    record Dialog(
            String id,
            Ids ids,
            String direction,
            String state,
            String event,
            String code,
            Optional<Ids> replaces,
            String referredBy,
            Party local,
            Party remote) {

        boolean alive() {
            return !state.equals("terminated");
        }

        /// As a Replaces names it.
        String replacesValue() {
            return ids.callId() + ";to-tag=" + ids.remoteTag() + ";from-tag=" + ids.localTag();
        }
    }

    /// Who is at an end.
    record Party(String display, String identity, String target) {}

    /// Empty when it is another body, or none.
    ///
    /// @throws AssertionError when a watcher could not read it
    static Optional<ToldDialogs> in(SipMessage message) {
        boolean told =
                message.hasBody()
                        && message.value(HeaderName.CONTENT_TYPE).filter(TYPE::equals).isPresent();
        return told ? Optional.of(read(message.body())) : Optional.empty();
    }

    private static ToldDialogs read(byte[] body) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            Element root =
                    factory.newDocumentBuilder()
                            .parse(new ByteArrayInputStream(body))
                            .getDocumentElement();
            if (!root.getLocalName().equals("dialog-info")
                    || !SPACE.equals(root.getNamespaceURI())) {
                throw new AssertionError("no dialog-info: " + root);
            }
            return new ToldDialogs(
                    Long.parseLong(root.getAttribute("version")),
                    root.getAttribute("state"),
                    root.getAttribute("entity"),
                    children(root, "dialog").stream().map(ToldDialogs::dialog).toList());
        } catch (SAXException | ParserConfigurationException wrong) {
            throw new AssertionError(
                    "cannot be read: " + new String(body, StandardCharsets.UTF_8), wrong);
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
    }

    private static Dialog dialog(Element dialog) {
        Element state = children(dialog, "state").getFirst();
        return new Dialog(
                dialog.getAttribute("id"),
                ids(dialog),
                dialog.getAttribute("direction"),
                state.getTextContent(),
                state.getAttribute("event"),
                state.getAttribute("code"),
                child(dialog, "replaces").map(ToldDialogs::ids),
                child(dialog, "referred-by").map(Element::getTextContent).orElse(""),
                party(dialog, "local"),
                party(dialog, "remote"));
    }

    private static Ids ids(Element element) {
        return new Ids(
                element.getAttribute("call-id"),
                element.getAttribute("local-tag"),
                element.getAttribute("remote-tag"));
    }

    private static Party party(Element dialog, String name) {
        Optional<Element> party = child(dialog, name);
        Optional<Element> identity = party.flatMap(one -> child(one, "identity"));
        return new Party(
                identity.map(one -> one.getAttribute("display")).orElse(""),
                identity.map(Element::getTextContent).orElse(""),
                party.flatMap(one -> child(one, "target"))
                        .map(one -> one.getAttribute("uri"))
                        .orElse(""));
    }

    private static Optional<Element> child(Element parent, String name) {
        return children(parent, name).stream().findFirst();
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getLocalName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    /// In a few words: `partial 2: confirmed alice-bob`.
    String text() {
        StringBuilder text = new StringBuilder(state + ' ' + version + ':');
        for (Dialog dialog : dialogs) {
            text.append(' ').append(dialog.state());
            text.append(dialog.event().isEmpty() ? "" : "(" + dialog.event() + ")");
            text.append(' ').append(dialog.local().identity()).append('-');
            text.append(dialog.remote().identity());
        }
        return text.toString();
    }
}
