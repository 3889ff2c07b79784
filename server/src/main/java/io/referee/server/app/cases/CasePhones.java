package io.referee.server.app.cases;

import io.referee.server.app.document.Node;
import io.referee.server.app.document.Section;
import io.referee.server.dialplan.dry.GivenPhones;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Reads what the phones of a case do.
final class CasePhones {
    private CasePhones() {}

    /// By their addresses; none where nothing is said.
    static Map<String, String> of(Section section) {
        Map<String, String> phones = new LinkedHashMap<>();
        Optional<Node> said = section.node("phones");
        if (said.isEmpty()) {
            return phones;
        }
        if (!(said.get() instanceof Node.Mapping mapping)) {
            throw section.place("phones")
                    .complaint("must be addresses and what they do, such as bob@local: busy.");
        }
        mapping.entries()
                .forEach((address, entry) -> phones.put(address, behaviour(address, entry)));
        return phones;
    }

    private static String behaviour(String address, Node.Entry entry) {
        if (entry.value() instanceof Node.Scalar(var _, String text)
                && GivenPhones.Behaviour.read(text).isPresent()) {
            return text;
        }
        throw entry.place()
                .complaint(
                        address
                                + " must be absent, rings, answers, busy, declines, redirects and a"
                                + " SIP address, or a status from 400 to 699, not "
                                + entry.value().described()
                                + ".");
    }
}
