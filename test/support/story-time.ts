/** When the demo story of the tests was loaded; their clocks start here. */
export const STORY_BEGIN = new Date('2026-03-02T08:00:00.000Z');
