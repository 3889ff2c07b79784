package io.referee.server.transfer;

/// A caller that was told by 302 to call elsewhere. Whether it does is its own affair. *Engine
/// thread only.*
final class TurnedAway implements Running {
    /// Why nobody knows what came of it.
    static final String WHY = "The caller was told where to call";

    private final Order order;
    private final TransferTimes times;

    TurnedAway(Order order) {
        this.order = order;
        this.times = new TransferTimes(order.call().legs().outside().now());
        times.finished(times.requestedAt());
    }

    @Override
    public boolean abort(String reason) {
        return false;
    }

    @Override
    public TransferView view() {
        TransferView.Standing told = new TransferView.Standing(Phase.UNKNOWN, 302, WHY);
        TransferView view = TransferView.of(order, "refer", told, "", times);
        return view;
    }
}
