// What axe finds, a sentence for each rule that is broken.
async () => {
  const { violations } = await axe.run(document, { resultTypes: ['violations'] });
  return violations.map(({ id, help, nodes }) => {
    const places = nodes.map(({ target, any }) => `${target} ${any.map(({ message }) => message).join(', ')}`);
    return `${id}: ${help}: ${places.join('; ')}`;
  });
}
