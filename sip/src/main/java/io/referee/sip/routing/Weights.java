package io.referee.sip.routing;

import io.referee.sip.routing.ResourceRecord.Srv;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// The order in which the servers of a service are tried (RFC 2782, "Priority" and "Weight").
final class Weights {
    private Weights() {}

    /// Lower priorities first; among equal ones by lot, where a server's chance to be the next is
    /// its share in the weights that are left. Weight 0 has a very small chance beside others.
    ///
    /// @param dice a random number from 0 to its argument minus 1
    static List<Srv> order(List<Srv> servers, IntUnaryOperator dice) {
        List<Srv> sorted = new ArrayList<>(servers);
        sorted.sort(Comparator.comparingInt(Srv::priority).thenComparingInt(Srv::weight));
        List<Srv> ordered = new ArrayList<>(sorted.size());
        int from = 0;
        while (from < sorted.size()) {
            int to = from + 1;
            while (to < sorted.size() && sorted.get(to).priority() == sorted.get(from).priority()) {
                to++;
            }
            draw(new ArrayList<>(sorted.subList(from, to)), dice, ordered);
            from = to;
        }
        return ordered;
    }

    /// The algorithm of RFC 2782: running sums over the records, those of weight 0 first; the first
    /// whose sum reaches a random number from 0 to the total is taken out.
    private static void draw(List<Srv> left, IntUnaryOperator dice, List<Srv> ordered) {
        while (left.size() > 1) {
            int total = 0;
            for (Srv one : left) {
                total += one.weight();
            }
            int drawn = dice.applyAsInt(total + 1);
            int sum = 0;
            int index = -1;
            do {
                index++;
                sum += left.get(index).weight();
            } while (sum < drawn);
            ordered.add(left.remove(index));
        }
        ordered.addAll(left);
    }
}
