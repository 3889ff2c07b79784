package io.referee.sip.routing;

import java.util.List;

/// What comes of a question. *Immutable.*
public sealed interface Answer {
    Answer NO_DATA = new NoData();
    Answer NO_NAME = new NoName();
    Answer FAILED = new Failed();

    /// These records.
    ///
    /// @param records of the type that was asked for, at least one
    record Records(List<? extends ResourceRecord> records) implements Answer {
        public Records {
            records = List.copyOf(records);
        }
    }

    /// The name is another word for this one (CNAME, RFC 1034 §3.6.2), and what stands there has to
    /// be asked for.
    record Alias(String name) implements Answer {
        public Alias {
            name = Question.plain(name);
        }
    }

    /// The name exists, but has no such record (RFC 2308 §2.2).
    record NoData() implements Answer {}

    /// There is no such name (RFC 2308 §2.1).
    record NoName() implements Answer {}

    /// Nobody could tell: no server answered in time, or each said that it could not.
    record Failed() implements Answer {}

    /// These records.
    static Answer of(ResourceRecord... records) {
        return new Records(List.of(records));
    }
}
