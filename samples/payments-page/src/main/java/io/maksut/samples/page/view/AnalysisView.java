package io.maksut.samples.page.view;

import io.maksut.index.PaymentTotals;
import io.maksut.payment.Money;
import io.maksut.payment.PaymentMethod;
import io.maksut.payment.PaymentStatus;
import io.maksut.samples.page.view.Chart.Bar;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * What payments come to, in one currency.
 *
 * @param figures the sums and rates, with what they are called
 * @param currencies those that occur, the most frequent first
 */
public record AnalysisView(
        List<Fact> figures, Chart byDay, Chart byStatus, Chart byMethod, List<Choice> currencies, boolean empty) {
    public static AnalysisView of(
            SortedMap<LocalDate, List<PaymentTotals>> days, Currency currency, Texts texts, Formats formats) {
        List<PaymentTotals> all = days.values().stream()
                .flatMap(Collection::stream)
                .filter(it -> it.captured().currency().equals(currency))
                .toList();
        return new AnalysisView(
                figures(all, currency, texts, formats),
                byDay(days, currency, texts, formats),
                by(
                        PaymentStatus.class,
                        PaymentTotals::status,
                        it -> it.label(formats.locale()),
                        "status",
                        all,
                        texts.text("chart.by_status"),
                        formats),
                by(
                        PaymentMethod.class,
                        PaymentTotals::method,
                        it -> it.label(formats.locale()),
                        "method",
                        all,
                        texts.text("chart.by_method"),
                        formats),
                currencies(days, currency),
                all.isEmpty());
    }

    private static List<Fact> figures(List<PaymentTotals> all, Currency currency, Texts texts, Formats formats) {
        long payments = sum(all, PaymentTotals::payments);
        Money captured = money(all, PaymentTotals::captured, currency);
        Money refunded = money(all, PaymentTotals::refunded, currency);
        long taken = all.stream()
                .filter(it -> it.captured().isPositive())
                .mapToLong(PaymentTotals::payments)
                .sum();
        long disputed = all.stream()
                .mapToLong(it -> it.status() == PaymentStatus.CHARGED_BACK ? it.payments() : it.disputed())
                .sum();
        return List.of(
                new Fact(texts.text("figure.payments"), formats.number(payments)),
                new Fact(texts.text("figure.captured"), formats.money(captured)),
                new Fact(texts.text("figure.refunded"), formats.money(refunded)),
                new Fact(
                        texts.text("figure.refund_rate"),
                        formats.percent(refunded.minorUnits(), captured.minorUnits())),
                new Fact(texts.text("figure.chargebacks"), formats.number(disputed)),
                new Fact(texts.text("figure.chargeback_rate"), formats.percent(disputed, taken)));
    }

    private static Chart byDay(
            SortedMap<LocalDate, List<PaymentTotals>> days, Currency currency, Texts texts, Formats formats) {
        List<Money> sums = days.values().stream()
                .map(totals -> money(
                        totals.stream()
                                .filter(it -> it.captured().currency().equals(currency))
                                .toList(),
                        PaymentTotals::captured,
                        currency))
                .toList();
        long greatest = sums.stream().mapToLong(Money::minorUnits).max().orElse(0);
        List<Bar> bars = new ArrayList<>();
        int i = 0;
        for (LocalDate day : days.keySet()) {
            Money sum = sums.get(i++);
            bars.add(new Bar(
                    formats.date(day),
                    formats.money(sum),
                    Chart.length(sum.minorUnits(), greatest),
                    "/payments?from=" + day + "&to=" + day));
        }
        return new Chart(texts.text("chart.by_day", currency.getCurrencyCode()), bars);
    }

    private static <E extends Enum<E>> Chart by(
            Class<E> type,
            Function<PaymentTotals, E> key,
            Function<E, String> label,
            String parameter,
            List<PaymentTotals> all,
            String title,
            Formats formats) {
        Map<E, Long> counts = new EnumMap<>(type);
        all.forEach(it -> counts.merge(key.apply(it), it.payments(), Long::sum));
        long total = sum(all, PaymentTotals::payments);
        long greatest = counts.values().stream().mapToLong(it -> it).max().orElse(0);
        List<Bar> bars = counts.entrySet().stream()
                .sorted(Map.Entry.<E, Long>comparingByValue().reversed())
                .map(it -> new Bar(
                        label.apply(it.getKey()),
                        formats.number(it.getValue()) + " · " + formats.percent(it.getValue(), total),
                        Chart.length(it.getValue(), greatest),
                        "/payments?" + parameter + "=" + it.getKey().name()))
                .toList();
        return new Chart(title, bars);
    }

    private static List<Choice> currencies(Map<LocalDate, List<PaymentTotals>> days, Currency chosen) {
        Map<String, Long> counts = new java.util.TreeMap<>();
        counts.put(chosen.getCurrencyCode(), 0L);
        days.values().stream()
                .flatMap(Collection::stream)
                .forEach(it -> counts.merge(it.captured().currency().getCurrencyCode(), it.payments(), Long::sum));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(it -> new Choice(it.getKey(), it.getKey(), it.getKey().equals(chosen.getCurrencyCode())))
                .toList();
    }

    private static long sum(List<PaymentTotals> totals, java.util.function.ToLongFunction<PaymentTotals> what) {
        return totals.stream().mapToLong(what).sum();
    }

    private static Money money(List<PaymentTotals> totals, Function<PaymentTotals, Money> what, Currency currency) {
        return totals.stream().map(what).reduce(Money.zero(currency), Money::plus);
    }
}
