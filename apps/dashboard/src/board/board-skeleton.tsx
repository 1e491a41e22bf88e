/** The board's outline while its first values are on their way. */
export function BoardSkeleton() {
  return (
    <div aria-busy="true" aria-label="Loading the board" role="region">
      <div className="tiles">
        {[0, 1, 2, 3].map((at) => (
          <div key={at} className="card tile skeleton" />
        ))}
      </div>
      <div className="board-bar" />
      <div className="charts">
        {[0, 1, 2, 3].map((at) => (
          <div key={at} className="card chart-card skeleton" />
        ))}
      </div>
    </div>
  );
}
