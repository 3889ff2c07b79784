package io.referee.server.call;

import io.referee.server.event.DialPlanFact;
import io.referee.server.event.EventSink;
import io.referee.sip.transport.Outside;

/// Where dial plans say what they do. *Engine thread only.*
public interface PlanReports {
    /// To nobody.
    PlanReports SILENT = new Silent();

    /// One step, for people.
    void step(String plan, String text);

    /// The same about a line of the script, from 1.
    default void step(String plan, int line, String text) {
        step(plan, text);
    }

    /// Something is wrong with a plan.
    ///
    /// @param line of the script, from 1; 0 when it is about none
    void error(String plan, int line, String text);

    /// The messages of the call are wanted by mail when it is over, or no longer.
    ///
    /// @param to addresses with `;` between them; empty: no longer
    default void traced(String plan, String to) {}

    /// The same for the plan of somebody else, who alone is told.
    PlanReports to(String owner);

    /// As events of a call.
    static PlanReports of(Outside outside, EventSink events, Ids ids) {
        return new Published(outside, events, ids);
    }

    /// See [#SILENT].
    record Silent() implements PlanReports {
        @Override
        public void step(String plan, String text) {}

        @Override
        public void error(String plan, int line, String text) {}

        @Override
        public PlanReports to(String owner) {
            return this;
        }
    }

    /// See [#of].
    record Published(Outside outside, EventSink events, Ids ids) implements PlanReports {
        @Override
        public void step(String plan, String text) {
            step(plan, 0, text);
        }

        @Override
        public void step(String plan, int line, String text) {
            publish(new DialPlanFact.Step(plan, line, text));
        }

        @Override
        public void error(String plan, int line, String text) {
            publish(new DialPlanFact.Failed(plan, line, text));
        }

        @Override
        public void traced(String plan, String to) {
            publish(new DialPlanFact.Traced(plan, to));
        }

        private void publish(DialPlanFact fact) {
            events.publish(outside.now(), ids.owner(), ids.call(), ids.chain(), "", fact);
        }

        @Override
        public PlanReports to(String owner) {
            return owner.equals(ids.owner())
                    ? this
                    : new Published(outside, events, new Ids(owner, ids.call(), ids.chain()));
        }
    }
}
