/**
 * Loaded into every contender before its own code: tells what the process has used so far, by its own
 * accounting, and ends it with the bench.
 */
process.on('message', (message) => {
  if (message !== 'usage') return;
  const { user, system } = process.cpuUsage();
  process.send({
    cpuMs: (user + system) / 1_000,
    peakMb: process.resourceUsage().maxRSS / 1_024,
    residentMb: process.memoryUsage.rss() / 1_048_576,
  });
});
process.on('disconnect', () => process.exit());
// Listening must not keep a process alive that has ended otherwise.
process.channel?.unref();
