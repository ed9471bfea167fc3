package io.maksut.index;

import io.maksut.error.AuthenticationException;
import io.maksut.error.GatewayRefusedException;
import io.maksut.error.MalformedAnswerException;
import io.maksut.error.RateLimitedException;
import io.maksut.payment.Payment;
import io.maksut.payment.PaymentId;
import io.maksut.storage.StorageException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** One run over references. That a payment is in the index is what says that its reference is done with. */
final class ReferenceImport {
    private static final int CHUNK = 50;

    private final AccountIndex index;
    private final String account;
    private final Function<PaymentId, Payment> gateway;
    private final ImportListener listener;
    private final List<Payment> read = new ArrayList<>(CHUNK);
    private ImportProgress progress = ImportProgress.NONE;

    ReferenceImport(AccountIndex index, String account, Function<PaymentId, Payment> gateway, ImportListener listener) {
        this.index = index;
        this.account = account;
        this.gateway = gateway;
        this.listener = listener;
    }

    ImportProgress run(Iterator<String> references) {
        try {
            for (int taken = 1; references.hasNext(); taken++) {
                take(references.next());
                if (taken % CHUNK == 0) {
                    store();
                    listener.progress(progress);
                }
            }
            store();
        } catch (RuntimeException stop) {
            storeBefore(stop);
            throw stop;
        }
        if (progress.total() % CHUNK != 0) {
            listener.progress(progress);
        }
        return progress;
    }

    private void take(String reference) {
        PaymentId id;
        try {
            id = new PaymentId(account, reference.strip());
        } catch (IllegalArgumentException e) {
            failed(reference, e);
            return;
        }
        if (index.find(id).isPresent()) {
            progress = progress.plus(0, 1, 0);
            return;
        }
        try {
            read.add(index.requireOurs(gateway.apply(id)));
        } catch (GatewayRefusedException | MalformedAnswerException e) {
            if (e instanceof AuthenticationException || e instanceof RateLimitedException) {
                throw e;
            }
            failed(reference, e);
        }
    }

    private void store() {
        index.seenAll(read);
        progress = progress.plus(read.size(), 0, 0);
        read.clear();
    }

    private void storeBefore(RuntimeException stop) {
        try {
            store();
        } catch (StorageException e) {
            stop.addSuppressed(e);
        }
    }

    private void failed(String reference, RuntimeException why) {
        progress = progress.plus(0, 0, 1);
        listener.failed(reference, why);
    }
}
