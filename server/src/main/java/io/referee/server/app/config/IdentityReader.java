package io.referee.server.app.config;

import io.referee.server.app.document.Node;
import io.referee.server.app.document.Section;
import io.referee.sip.digest.Algorithm;

import java.util.ArrayList;
import java.util.List;

/// Reads what the group `sip` says of identities and of how phones log in.
final class IdentityReader {
    private final Settings settings;

    IdentityReader(Settings settings) {
        this.settings = settings;
    }

    Configuration.Identity read(Section sip) {
        List<Node.Scalar> trusted = settings.list(sip, "trusted", "REFEREE_SIP_TRUSTED", "");
        boolean none = trusted.size() == 1 && trusted.getFirst().text().isEmpty();
        return new Configuration.Identity(
                none ? List.of() : Settings.networks(trusted),
                algorithms(sip),
                Settings.onOrOff(settings.setting(sip, "authInt", "REFEREE_SIP_AUTH_INT", "off")));
    }

    private List<Algorithm> algorithms(Section sip) {
        List<Algorithm> digest = new ArrayList<>();
        for (Node.Scalar name :
                settings.list(sip, "digest", "REFEREE_SIP_DIGEST", "MD5, SHA-256")) {
            Algorithm algorithm =
                    Algorithm.of(name.text())
                            .orElseThrow(() -> Settings.wrong(name, "MD5, SHA-256 or SHA-512-256"));
            if (digest.contains(algorithm)) {
                throw name.place().complaint("repeats the algorithm " + name.text() + ".");
            }
            digest.add(algorithm);
        }
        if (digest.isEmpty()) {
            throw sip.place("digest").complaint("must name at least one algorithm.");
        }
        return List.copyOf(digest);
    }
}
