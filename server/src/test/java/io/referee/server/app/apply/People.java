package io.referee.server.app.apply;

import io.referee.server.account.DirectorySnapshot;
import io.referee.server.app.document.Document;

import java.util.List;

/// A directory to start from, and an apply file of two users.
final class People {
    static final DirectorySnapshot EMPTY =
            DirectorySnapshot.empty(List.of("localhost", "example.org"));
    static final String PEOPLE =
            """
            users:
              - name: aaron
                password: secret-for-the-console
                keys: [k-aaron]
                accounts:
                  - {name: alice, domain: localhost, password: pa, out: simple, in: "", transfer: deny}
                  - {name: bob, password: pb, transfer: consume}
                dialPlans:
                  - name: simple
                    type: rules
                    rules:
                      - {direction: out, match: exact, pattern: "*100", command: dial, parameters: bob}
                      - {direction: Out, match: Prefix, pattern: 2XX, command: Dial, parameters: "${EXTEN}@local"}
              - name: berta
                keys: [k-berta]
                accounts:
                  - {name: carol, domain: Example.org, password: 0123}
            """;
    static final Applied PEOPLE_APPLIED = apply(PEOPLE, EMPTY);

    static Applied apply(String yaml, DirectorySnapshot before) {
        return Apply.file(Document.yaml("people.yaml", yaml), before);
    }

    private People() {}
}
