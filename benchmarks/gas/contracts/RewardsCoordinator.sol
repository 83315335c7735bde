// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

interface IToken {
    function transfer(address to, uint256 amount) external returns (bool);
}

/// @title Two-level cumulative claims: what EigenLayer's documentation says of its RewardsCoordinator, written anew
/// @notice The posted root is over earners; each earner's leaf holds the root of its tokens' cumulative earnings. Trees
/// are ordered by index; leaves carry a salt byte.
contract RewardsCoordinator {
    struct DistributionRoot {
        bytes32 root;
        uint32 calculationEnd;
        uint32 activatedAt;
        bool disabled;
    }

    struct EarnerLeaf {
        address earner;
        bytes32 earnerTokenRoot;
    }

    struct TokenLeaf {
        address token;
        uint256 cumulativeEarnings;
    }

    struct RewardsClaim {
        uint32 rootIndex;
        uint32 earnerIndex;
        bytes earnerProof;
        EarnerLeaf earnerLeaf;
        uint32[] tokenIndices;
        bytes[] tokenProofs;
        TokenLeaf[] tokenLeaves;
    }

    uint256 private _paused;
    uint256 private _entered = 1;
    uint32 public immutable activationDelay;
    address public immutable updater;
    DistributionRoot[] public roots;
    mapping(address earner => address) public claimerFor;
    mapping(address earner => mapping(address token => uint256)) public cumulativeClaimed;

    event RootSubmitted(uint32 indexed rootIndex, bytes32 indexed root, uint32 indexed calculationEnd, uint32 activatedAt);
    event RewardsClaimed(
        bytes32 root,
        address indexed earner,
        address indexed claimer,
        address indexed recipient,
        address token,
        uint256 claimedAmount
    );

    error NotUpdater();
    error ClaimsPaused();
    error ReentrantCall();
    error RootDisabled();
    error RootNotActive();
    error LengthMismatch();
    error ProofInvalid();
    error NotClaimer();
    error NothingNew();

    constructor(uint32 activationDelay_) {
        activationDelay = activationDelay_;
        updater = msg.sender;
    }

    function submitRoot(bytes32 root, uint32 calculationEnd) external {
        require(msg.sender == updater, NotUpdater());
        uint32 activatedAt = uint32(block.timestamp) + activationDelay;
        roots.push(DistributionRoot(root, calculationEnd, activatedAt, false));
        emit RootSubmitted(uint32(roots.length - 1), root, calculationEnd, activatedAt);
    }

    function processClaim(RewardsClaim calldata claim, address recipient) external {
        enter();
        process(claim, recipient);
        _entered = 1;
    }

    function processClaims(RewardsClaim[] calldata claims, address[] calldata recipients) external {
        enter();
        for (uint256 i = 0; i < claims.length; ++i) {
            process(claims[i], recipients[i]);
        }
        _entered = 1;
    }

    function setClaimerFor(address claimer) external {
        claimerFor[msg.sender] = claimer;
    }

    function enter() private {
        require(_paused == 0, ClaimsPaused());
        require(_entered == 1, ReentrantCall());
        _entered = 2;
    }

    function process(RewardsClaim calldata claim, address recipient) private {
        DistributionRoot memory root = roots[claim.rootIndex];
        require(!root.disabled, RootDisabled());
        require(block.timestamp >= root.activatedAt, RootNotActive());
        require(
            claim.tokenIndices.length == claim.tokenProofs.length && claim.tokenProofs.length == claim.tokenLeaves.length,
            LengthMismatch()
        );
        bytes32 earnerHash =
            keccak256(abi.encodePacked(uint8(0), claim.earnerLeaf.earner, claim.earnerLeaf.earnerTokenRoot));
        require(rootOf(earnerHash, claim.earnerIndex, claim.earnerProof) == root.root, ProofInvalid());
        address earner = claim.earnerLeaf.earner;
        address claimer = claimerFor[earner];
        require(msg.sender == (claimer == address(0) ? earner : claimer), NotClaimer());
        for (uint256 i = 0; i < claim.tokenLeaves.length; ++i) {
            TokenLeaf calldata leaf = claim.tokenLeaves[i];
            bytes32 tokenHash = keccak256(abi.encodePacked(uint8(1), leaf.token, leaf.cumulativeEarnings));
            bytes32 found = rootOf(tokenHash, claim.tokenIndices[i], claim.tokenProofs[i]);
            require(found == claim.earnerLeaf.earnerTokenRoot, ProofInvalid());
            uint256 before = cumulativeClaimed[earner][leaf.token];
            require(leaf.cumulativeEarnings > before, NothingNew());
            uint256 amount = leaf.cumulativeEarnings - before;
            cumulativeClaimed[earner][leaf.token] = leaf.cumulativeEarnings;
            require(IToken(leaf.token).transfer(recipient, amount));
            emit RewardsClaimed(root.root, earner, msg.sender, recipient, leaf.token, amount);
        }
    }

    /// @dev Siblings from the leaf up, 32 bytes each; the index's bits say on which side.
    function rootOf(bytes32 node, uint256 index, bytes calldata proof) private pure returns (bytes32) {
        for (uint256 at = 0; at < proof.length; at += 32) {
            bytes32 sibling = bytes32(proof[at:at + 32]);
            (bytes32 left, bytes32 right) = index & 1 == 0 ? (node, sibling) : (sibling, node);
            assembly ("memory-safe") {
                mstore(0x00, left)
                mstore(0x20, right)
                node := keccak256(0x00, 0x40)
            }
            index >>= 1;
        }
        return node;
    }
}
