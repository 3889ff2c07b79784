package io.referee.server.transfer;

import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.call.LegUser;
import io.referee.sip.message.Method;
import io.referee.sip.session.SessionListener.Ending;
import io.referee.sip.transaction.ServerTransaction;

/// Who decides for the legs of a transfer that are in no bridge. *Engine thread only.*
final class TransferWatch {
    private TransferWatch() {}

    /// The transferee waits alone: the transferor has hung up (F5).
    record Waiting(Call call, Transfer transfer) implements LegUser {
        @Override
        public void ended(Leg leg, Ending ending) {
            call.left(leg);
            if (!transfer.over()) {
                transfer.transfereeGone();
            }
            call.finishIfEmpty();
        }

        @Override
        public void reinvited(Leg leg, ServerTransaction transaction) {
            transfer.transfereeReinvites(leg, transaction);
        }

        @Override
        public void requested(Leg leg, ServerTransaction transaction) {
            Alone.requested(call, leg, transaction);
        }
    }

    /// The target between its answer and the join.
    record Arrived(Call call, Transfer transfer) implements LegUser {
        @Override
        public void ended(Leg leg, Ending ending) {
            call.left(leg);
            if (transfer.over()) {
                call.finishIfEmpty();
            } else {
                transfer.targetGone();
            }
        }

        @Override
        public void reinvited(Leg leg, ServerTransaction transaction) {
            transfer.merge(leg, transaction);
        }

        @Override
        public void requested(Leg leg, ServerTransaction transaction) {
            if (transaction.request().is(Method.UPDATE) && transaction.request().hasBody()) {
                leg.session().refuse(transaction, 491);
            } else {
                Alone.requested(call, leg, transaction);
            }
        }
    }
}
