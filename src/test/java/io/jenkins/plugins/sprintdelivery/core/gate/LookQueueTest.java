package io.jenkins.plugins.sprintdelivery.core.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LookQueueTest {

    private static final int AT_ONCE = 2;
    private static final Instant LATER = Instant.now().plus(Duration.ofHours(1));

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final ExecutorService lookers = Executors.newFixedThreadPool(8);
    private final List<String> looks = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() {
        timer.shutdownNow();
        lookers.shutdownNow();
    }

    private LookQueue<String> queue(Consumer<String> look) {
        return new LookQueue<>(Clock.systemUTC(), timer, lookers, AT_ONCE, look);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void gatesLookWhenTheirTimeHasComeInItsOrder() {
        CountDownLatch all = new CountDownLatch(3);
        LookQueue<String> queue = new LookQueue<>(Clock.systemUTC(), timer, lookers, 1, gate -> {
            looks.add(gate);
            all.countDown();
        });
        Instant now = Instant.now();

        queue.lookAt("third", now.plusMillis(300));
        queue.lookAt("first", now.plusMillis(100));
        queue.lookAt("second", now.plusMillis(200));
        queue.lookAt("never", LATER);

        await(all);
        assertThat(looks).containsExactly("first", "second", "third");
        assertThat(timer.getQueue()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void oneThatIsWokenLooksBeforeThousandsThatAreDueAndSoManyLookAtATime() throws InterruptedException {
        Semaphore open = new Semaphore(0);
        CountDownLatch begun = new CountDownLatch(AT_ONCE);
        CountDownLatch woken = new CountDownLatch(1);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        LookQueue<String> queue = queue(gate -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            looks.add(gate);
            begun.countDown();
            if (gate.equals("woken")) {
                woken.countDown();
            }
            open.acquireUninterruptibly();
            now.decrementAndGet();
        });
        IntStream.range(0, 5_000).forEach(i -> queue.lookAt("due " + i, Instant.EPOCH));
        queue.lookAt("woken", LATER);
        await(begun);

        queue.wake("woken");
        open.release();

        await(woken);
        assertThat(looks).hasSize(AT_ONCE + 1).endsWith("woken");
        assertThat(most).hasValue(AT_ONCE);
        open.release(10_000);
    }

    @Test
    void oneThatIsWokenWhileItLooksLooksOnceMore() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch proceed = new CountDownLatch(1);
        CountDownLatch twice = new CountDownLatch(2);
        LookQueue<?>[] queue = new LookQueue<?>[1];
        LookQueue<String> looking = queue(gate -> {
            begun.countDown();
            await(proceed);
            twice.countDown();
            again(queue[0], gate);
        });
        queue[0] = looking;
        looking.lookAt("gate", Instant.EPOCH);
        await(begun);

        looking.wake("gate");
        looking.wake("gate");
        proceed.countDown();

        await(twice);
    }

    @SuppressWarnings("unchecked")
    private static void again(LookQueue<?> queue, String gate) {
        ((LookQueue<String>) queue).lookAt(gate, LATER);
    }

    @Test
    void eventsThatComeFasterThanASecondWakeAGateOnce() throws InterruptedException {
        CountDownLatch once = new CountDownLatch(1);
        LookQueue<?>[] queue = new LookQueue<?>[1];
        LookQueue<String> looking = queue(gate -> {
            looks.add(gate);
            again(queue[0], gate);
            once.countDown();
        });
        queue[0] = looking;
        looking.lookAt("gate", Instant.EPOCH);
        await(once);

        for (int i = 0; i < 50; i++) {
            looking.wake("gate");
            Thread.sleep(2);
        }
        assertThat(looks).hasSize(1);
        Instant patience = Instant.now().plusSeconds(20);
        while (looks.size() < 2) {
            assertThat(Instant.now()).isBefore(patience);
            Thread.sleep(10);
        }
    }

    @Test
    void whatIsForgottenIsKeptNowhereAndLooksNeverAgain() throws InterruptedException {
        LookQueue<String> queue = queue(looks::add);
        queue.lookAt("gate", Instant.now().plusMillis(200));
        queue.forget("gate");
        queue.wake("gate");
        queue.forget("unknown");

        Thread.sleep(400);
        assertThat(looks).isEmpty();
        assertThat(queue.all()).isEmpty();
    }

    @Test
    void noGateLooksTwiceAtATimeHoweverOftenItIsWoken() {
        Map<String, AtomicInteger> inside = new ConcurrentHashMap<>();
        AtomicInteger twice = new AtomicInteger();
        CountDownLatch many = new CountDownLatch(2_000);
        LookQueue<?>[] queue = new LookQueue<?>[1];
        LookQueue<String> looking = new LookQueue<>(Clock.systemUTC(), timer, lookers, 8, gate -> {
            if (inside.computeIfAbsent(gate, key -> new AtomicInteger()).incrementAndGet() > 1) {
                twice.incrementAndGet();
            }
            many.countDown();
            againNow(queue[0], gate);
            Thread.yield();
            inside.get(gate).decrementAndGet();
        });
        queue[0] = looking;
        IntStream.range(0, 20)
                .mapToObj(i -> ("gate " + i).intern())
                .forEach(gate -> looking.lookAt(gate, Instant.EPOCH));

        for (int i = 0; i < 5_000; i++) {
            looking.wake(("gate " + i % 20).intern());
        }

        await(many);
        // before they are forgotten: a look under way would make a forgotten gate a new one, which looks at once
        assertThat(twice).hasValue(0);
        looking.all().forEach(looking::forget);
    }

    @SuppressWarnings("unchecked")
    private static void againNow(LookQueue<?> queue, String gate) {
        ((LookQueue<String>) queue).lookAt(gate, Instant.EPOCH);
    }
}
