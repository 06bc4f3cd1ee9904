package io.stage1kvm.testkit;

import java.util.Locale;
import java.util.SplittableRandom;

/// Runs many random steps, tells in one line how many there were, and repeats them:
/// `-Dfuzz.seed=` with what it printed. `-Dfuzz.factor=` multiplies the usual number of steps.
///
/// A step has two good ends: it returns, or it throws the one type by which its parser refuses. All
/// else that it throws is an escape, and a step that does not end is one too. `scripts/test` adds
/// up the lines.
public final class Fuzz {

  /// One step, or as many as are [#perRound].
  public interface Step {
    void run(SplittableRandom random) throws Exception;
  }

  /// Undoes what a refusal has left behind.
  public interface Repair {
    void run() throws Exception;
  }

  private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());
  private static final double FACTOR = Double.parseDouble(System.getProperty("fuzz.factor", "1"));

  private final String name;
  private final long steps;
  private final int perRound;
  private final Class<? extends Exception> refusal;
  private final Repair repair;

  private Fuzz(
      String name, long steps, int perRound, Class<? extends Exception> refusal, Repair repair) {
    this.name = name;
    this.steps = steps;
    this.perRound = perRound;
    this.refusal = refusal;
    this.repair = repair;
  }

  /// @param usual number of steps where nobody asks for more or less
  public static Fuzz of(String name, long usual) {
    long steps = Math.max(1, (long) (usual * FACTOR));
    return new Fuzz(name, steps, 1, NoRefusal.class, () -> {});
  }

  /// For steps that are made several at a time.
  public Fuzz perRound(int count) {
    return new Fuzz(name, steps, count, refusal, repair);
  }

  /// @param type how the parser refuses
  /// @param after done after each refusal
  public Fuzz refusing(Class<? extends Exception> type, Repair after) {
    return new Fuzz(name, steps, perRound, type, after);
  }

  public long seed() {
    return SEED;
  }

  /// Makes all steps, in the calling thread.
  ///
  /// @return how many rounds were refused
  /// @throws AssertionError at the first escape
  public long run(Step step) throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    long start = System.nanoTime();
    long refused = 0;
    long done = 0;
    try (Watch watch = Watch.start(name + ", seed " + SEED)) {
      for (; done < steps; done += perRound) {
        watch.beginStep(done);
        try {
          step.run(random);
        } catch (Throwable e) {
          if (!refusal.isInstance(e)) {
            throw escape(done, e);
          }
          refused++;
          repair.run();
        }
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "fuzz %s: %d steps in %.1f s, %d refused, 0 escapes, seed %d%n",
        name,
        done,
        seconds,
        refused,
        SEED);
    return refused;
  }

  private AssertionError escape(long step, Throwable cause) {
    return new AssertionError(
        "escape: fuzz " + name + ", step " + step + ", -Dfuzz.seed=" + SEED, cause);
  }

  /// Of steps that are never refused: nobody can throw it.
  private static final class NoRefusal extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
