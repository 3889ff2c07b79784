package io.referee.server.store;

import io.referee.server.call.KeptCall;
import io.referee.server.cdr.Cdr;
import io.referee.server.event.AuditEntry;
import io.referee.server.registrar.StoredBinding;

import java.util.concurrent.CountDownLatch;

/// Something to be written behind. *Immutable.* A later write with the same key replaces one that
/// still waits.
sealed interface Write {

    Object key();

    /// Whether it must be written at once and must not be lost; others may wait a little for a
    /// later version.
    boolean pressing();

    /// What it is about, for a line of the log: without what is to be written, which is private.
    default String title() {
        return switch (this) {
            case Save(Cdr cdr) -> cdr.getClass().getSimpleName() + ' ' + cdr.key();
            case First(Cdr cdr) -> cdr.getClass().getSimpleName() + ' ' + cdr.key();
            case Bind(StoredBinding binding) -> "a binding of " + binding.aor();
            case Unbind(StoredBinding.Key binding) -> "the end of a binding of " + binding.aor();
            case Keep(KeptCall call) -> "the kept call " + call.ids().call();
            case KeepFirst(KeptCall call) -> "the kept call " + call.ids().call();
            case Forget(String call) -> "the end of the kept call " + call;
            case Mark(String name, long _) -> "the mark " + name;
            case Note(AuditEntry entry) -> "a row of the audit, " + entry.type();
            case Barrier _ -> "a barrier";
        };
    }

    record RecordKey(Class<? extends Cdr> kind, String id) {}

    record Save(Cdr cdr) implements Write {
        @Override
        public Object key() {
            return new RecordKey(cdr.getClass(), cdr.key());
        }

        @Override
        public boolean pressing() {
            return cdr.complete();
        }
    }

    /// A final record of which no earlier version was written: inserting is half the work of
    /// replacing.
    record First(Cdr cdr) implements Write {
        @Override
        public Object key() {
            return new RecordKey(cdr.getClass(), cdr.key());
        }

        @Override
        public boolean pressing() {
            return true;
        }
    }

    record Bind(StoredBinding binding) implements Write {
        @Override
        public Object key() {
            return binding.key();
        }

        @Override
        public boolean pressing() {
            return true;
        }
    }

    record Unbind(StoredBinding.Key binding) implements Write {
        @Override
        public Object key() {
            return binding;
        }

        @Override
        public boolean pressing() {
            return true;
        }
    }

    record CallKey(String call) {}

    /// A call as it is now.
    record Keep(KeptCall call) implements Write {
        @Override
        public Object key() {
            return new CallKey(call.ids().call());
        }

        @Override
        public boolean pressing() {
            return true;
        }
    }

    /// The same, where nothing was written of it before.
    record KeepFirst(KeptCall call) implements Write {
        @Override
        public Object key() {
            return new CallKey(call.ids().call());
        }

        @Override
        public boolean pressing() {
            return true;
        }
    }

    record Forget(String call) implements Write {
        @Override
        public Object key() {
            return new CallKey(call);
        }

        @Override
        public boolean pressing() {
            return true;
        }
    }

    record NoteKey(String owner, long seq) {}

    /// A row of the audit.
    record Note(AuditEntry entry) implements Write {
        @Override
        public Object key() {
            return new NoteKey(entry.owner(), entry.seq());
        }

        @Override
        public boolean pressing() {
            return true;
        }
    }

    /// A named number, see the table `mark`.
    record Mark(String name, long number) implements Write {
        static final String EVENT_SEQ = "event-seq";
        static final String LAST_SEEN = "last-seen";

        @Override
        public Object key() {
            return name;
        }

        @Override
        public boolean pressing() {
            return true;
        }
    }

    /// Writes nothing: is done when everything before it is written.
    record Barrier(CountDownLatch done) implements Write {
        @Override
        public Object key() {
            return this;
        }

        @Override
        public boolean pressing() {
            return true;
        }
    }
}
