/**
 * The engine: keeps the refunds of shops and gateways in step, and moves money at most once. Open
 * {@link io.maksut.sync.RefundSync} first.
 *
 * <p>Read path: {@code RequestIntake} and {@code Ingestion} store what shops ask for and show; {@code SyncWorker} and
 * {@code JobRunner} work on one payment at a time under a {@code PaymentClaim}; {@code OperationWork} judges an
 * operation and hands it to {@code Sending}, which speaks to the gateway's {@code OperationChannel};
 * {@code Conclusions} stores the outcome; {@code ShopNotifier} and {@code ShopWriting} are the follow-ups in the shop.
 * {@code PollingScan} finds what no delivery told, {@code ReconciliationWork} compares, {@code RefundLedger} reports
 * state and health. People use {@code RefundDesk} (direct refunds), {@code SyncDesk} (reviews, discrepancies, stops)
 * and {@code Statements}.
 */
@NullMarked
package io.maksut.sync;

import org.jspecify.annotations.NullMarked;
