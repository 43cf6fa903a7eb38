// What axe finds in the parts that a selector finds, a sentence for each rule that is broken.
async (selector) => {
  const { violations } = await axe.run({ include: [selector] }, { resultTypes: ['violations'] });
  return violations.map(({ id, help, nodes }) => {
    const places = nodes.map(({ target, any }) => `${target} ${any.map(({ message }) => message).join(', ')}`);
    return `${id}: ${help}: ${places.join('; ')}`;
  });
}
